import type { FieldGate, FieldType } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { coarseness, numberGate, numberType, type NumberOptions, type NumberSpec } from './number-field.ts'

/** An amount of money; `unit` is its currency. */
export type MoneySpec = NumberSpec<'money'>

/**
 * An amount of money in one currency, never below 0, two significant digits above 99 of the last decimal. Amounts of several
 * currencies are several fields: sums of unlike money mean nothing.
 * @param doc what it paid for, for the user page
 * @param options `currency`: three capital letters (ISO 4217); `decimals` 0–6, default 2; `max` in whole units of the currency,
 *   default 1 000 000
 */
export function money(doc: string, options: Omit<NumberOptions, 'min'> & { readonly currency: string }): MoneySpec {
  const { currency, ...rest } = options
  return freezeSpec({
    kind: 'money',
    doc,
    ...rest,
    unit: currency,
    decimals: options.decimals ?? 2,
    max: options.max ?? 1_000_000,
  })
}

/** How money passes. */
export const moneyGate: FieldGate<MoneySpec> = numberGate('money', false)

const amounts = /* @__PURE__ */ numberType(
  moneyGate,
  (field) => `an amount of money in ${field.unit}, ${coarseness(field)}`,
)

/** How money is declared, stored and explained. */
export const moneyType: FieldType<MoneySpec> = {
  ...amounts,
  problems(field) {
    const found = amounts.problems(field)
    if (typeof field.unit !== 'string' || !/^[A-Z]{3}$/.test(field.unit))
      found.push('the currency has to be three capital letters, like EUR')
    if ((field.min ?? 0) < 0) found.push('an amount of money is never below 0')
    return found
  },
}
