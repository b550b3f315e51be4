/**
 * Classes of errors that a language or its standard library defines: their names are the same in every program, so they say nothing
 * of this one. JavaScript (ECMA-262 20.5, the web's DOMException and Node's own), then Python's built-in exceptions.
 */
export const BUILT_IN_CLASSES: readonly string[] = (
  'Error AggregateError EvalError InternalError RangeError ReferenceError SuppressedError SyntaxError TypeError URIError ' +
  'AbortError AssertionError DOMException SystemError TimeoutError ' +
  'ArithmeticError AttributeError BlockingIOError BrokenPipeError BufferError ChildProcessError ConnectionAbortedError ' +
  'ConnectionError ConnectionRefusedError ConnectionResetError EOFError Exception FileExistsError FileNotFoundError ' +
  'FloatingPointError ImportError IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt ' +
  'LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError ' +
  'PermissionError ProcessLookupError RecursionError RuntimeError StopIteration SystemExit TabError UnboundLocalError ' +
  'UnicodeDecodeError UnicodeEncodeError UnicodeError ValueError ZeroDivisionError'
).split(' ')

/** Codes that an operating system gives (errno), and those that Node gives to what is asked of it most. */
export const SYSTEM_CODES: readonly string[] = (
  'E2BIG EACCES EADDRINUSE EADDRNOTAVAIL EAGAIN EBADF EBUSY ECANCELED ECONNABORTED ECONNREFUSED ECONNRESET EDQUOT EEXIST EFAULT ' +
  'EFBIG EHOSTDOWN EHOSTUNREACH EINTR EINVAL EIO EISDIR ELOOP EMFILE EMLINK EMSGSIZE ENAMETOOLONG ENETDOWN ENETUNREACH ENFILE ' +
  'ENOBUFS ENODEV ENOENT ENOEXEC ENOMEM ENOSPC ENOSYS ENOTCONN ENOTDIR ENOTEMPTY ENOTSUP EPERM EPIPE EPROTO EROFS ESRCH ESTALE ' +
  'ETIMEDOUT ETXTBSY EXDEV EAI_AGAIN EAI_FAIL ENOTFOUND ' +
  'ABORT_ERR ERR_ACCESS_DENIED ERR_ASSERTION ERR_INVALID_ARG_TYPE ERR_INVALID_ARG_VALUE ERR_INVALID_URL ERR_MODULE_NOT_FOUND ' +
  'ERR_OUT_OF_RANGE ERR_SOCKET_TIMEOUT ERR_STREAM_DESTROYED ERR_STREAM_PREMATURE_CLOSE ERR_TLS_CERT_ALTNAME_INVALID ' +
  'ERR_UNSUPPORTED_DIR_IMPORT ERR_UNSUPPORTED_ESM_URL_SCHEME CERT_HAS_EXPIRED DEPTH_ZERO_SELF_SIGNED_CERT MODULE_NOT_FOUND ' +
  'SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_VERIFY_LEAF_SIGNATURE'
).split(' ')

/** The frame of anything that is neither the product's own build nor a declared package. */
export const FOREIGN = 'foreign'

/** Frames of one error or cause, and causes of one error. */
export const ERROR_LIMITS = { frames: 16, causes: 2 } as const

/** The parts of a report beside its fields, as drift and questions name them. No field of an errors event is called like one. */
export const ERROR_PARTS = ['class', 'code', 'handled', 'fatal', 'frames', 'causes', 'text', 'group'] as const

/** What the lists of one errors event allow. */
export interface ErrorWords {
  readonly classes: ReadonlySet<string>
  readonly codes: ReadonlySet<string>
  readonly packages: ReadonlySet<string>
}

const words = new WeakMap<object, ErrorWords>()

/** The closed lists that an errors event is held to: what every language and system has, its own words, and `other`. */
export function errorWords(event: {
  readonly classes?: readonly string[]
  readonly codes?: readonly string[]
  readonly packages?: readonly string[]
}): ErrorWords {
  const known = words.get(event)
  if (known !== undefined) return known
  const made = {
    classes: new Set([...BUILT_IN_CLASSES, ...(event.classes ?? []), 'other']),
    codes: new Set([...SYSTEM_CODES, ...(event.codes ?? []), 'other']),
    packages: new Set(event.packages),
  }
  words.set(event, made)
  return made
}
