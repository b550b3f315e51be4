/** The public names of errors, as `spec/error-classes.json` holds them for every other language. */
export interface ErrorClasses {
  /** Built-in classes of JavaScript and of what every runtime of it has. */
  readonly javascript: readonly string[]
  /** Built-in exceptions and warnings of Python. */
  readonly python: readonly string[]
  /** Codes of the system's own calls and of its look-up of names. */
  readonly system: readonly string[]
  /** Codes that Node gives to what is asked of it most. */
  readonly node: readonly string[]
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/**
 * The names, each edition one that never changes again: a contract names the edition, so that a newer release of Plainsight takes the
 * same values. Sources: ECMA-262 and the HTML standard; "Built-in Exceptions" of Python 3.13; POSIX `errno.h`, libuv's `uv_errno_t` and
 * the `EAI_` codes of RFC 3493; "Node.js error codes" and the codes of OpenSSL's check of a certificate.
 */
export const ERROR_CLASSES: readonly ErrorClasses[] = [
  {
    javascript: words(`
      Error AggregateError EvalError RangeError ReferenceError SuppressedError SyntaxError TypeError URIError DOMException AbortError
      AssertionError InternalError TimeoutError`),
    python: words(`
      BaseException BaseExceptionGroup GeneratorExit KeyboardInterrupt SystemExit Exception ArithmeticError AttributeError
      BlockingIOError BrokenPipeError BufferError ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
      ConnectionResetError EOFError ExceptionGroup FileExistsError FileNotFoundError FloatingPointError ImportError IndentationError
      IndexError InterruptedError IsADirectoryError KeyError LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError
      NotImplementedError OSError OverflowError PermissionError ProcessLookupError PythonFinalizationError RecursionError RuntimeError
      StopAsyncIteration StopIteration SystemError TabError TimeoutError UnboundLocalError UnicodeDecodeError UnicodeEncodeError
      UnicodeError UnicodeTranslateError ValueError ZeroDivisionError
      Warning BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning ResourceWarning
      RuntimeWarning SyntaxWarning UnicodeWarning UserWarning`),
    system: words(`
      E2BIG EACCES EADDRINUSE EADDRNOTAVAIL EAFNOSUPPORT EAGAIN EALREADY EBADF EBADMSG EBUSY ECANCELED ECHARSET ECHILD ECONNABORTED
      ECONNREFUSED ECONNRESET EDEADLK EDESTADDRREQ EDOM EDQUOT EEXIST EFAULT EFBIG EFTYPE EHOSTDOWN EHOSTUNREACH EIDRM EILSEQ EINPROGRESS
      EINTR EINVAL EIO EISCONN EISDIR ELOOP EMFILE EMLINK EMSGSIZE EMULTIHOP ENAMETOOLONG ENETDOWN ENETRESET ENETUNREACH ENFILE ENOBUFS
      ENODATA ENODEV ENOENT ENOEXEC ENOLCK ENOLINK ENOMEM ENOMSG ENONET ENOPROTOOPT ENOSPC ENOSR ENOSTR ENOSYS ENOTCONN ENOTDIR ENOTEMPTY
      ENOTSOCK ENOTSUP ENOTTY ENXIO EOF EOPNOTSUPP EOVERFLOW EPERM EPIPE EPROTO EPROTONOSUPPORT EPROTOTYPE ERANGE EREMOTEIO EROFS ESHUTDOWN
      ESOCKTNOSUPPORT ESPIPE ESRCH ESTALE ETIME ETIMEDOUT ETXTBSY EUNATCH EWOULDBLOCK EXDEV
      EAI_ADDRFAMILY EAI_AGAIN EAI_BADFLAGS EAI_BADHINTS EAI_CANCELED EAI_FAIL EAI_FAMILY EAI_MEMORY EAI_NODATA EAI_NONAME EAI_OVERFLOW
      EAI_PROTOCOL EAI_SERVICE EAI_SOCKTYPE ENOTFOUND`),
    node: words(`
      ABORT_ERR ERR_ACCESS_DENIED ERR_ASSERTION ERR_INVALID_ARG_TYPE ERR_INVALID_ARG_VALUE ERR_INVALID_URL ERR_MODULE_NOT_FOUND
      ERR_OUT_OF_RANGE ERR_SOCKET_TIMEOUT ERR_STREAM_DESTROYED ERR_STREAM_PREMATURE_CLOSE ERR_TLS_CERT_ALTNAME_INVALID
      ERR_UNSUPPORTED_DIR_IMPORT ERR_UNSUPPORTED_ESM_URL_SCHEME MODULE_NOT_FOUND CERT_HAS_EXPIRED DEPTH_ZERO_SELF_SIGNED_CERT
      SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_VERIFY_LEAF_SIGNATURE`),
  },
]

/** Every name of an edition, each once; undefined where there is no such edition. */
export function errorClassNames(edition: number): readonly string[] | undefined {
  const classes = ERROR_CLASSES[edition - 1]
  return classes && [...new Set([...classes.javascript, ...classes.python, ...classes.system, ...classes.node])]
}
