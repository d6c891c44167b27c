/** Expressions whose result differs from Camunda's, with the reason. */
export const knownDifferences: ReadonlyMap<string, string> = new Map([
  [
    'before(["a".."b"], ["c".."d"])',
    'ranges of texts as arguments: Camunda quotes the insides of its parser',
  ],
  [
    'includes(["a".."c"], "b")',
    'ranges of texts as arguments: Camunda quotes the insides of its parser',
  ],
  ['1 + ctx.a()', 'a failed call inside of an operation: Camunda leaves one warning out'],
  [
    'if n > 3 then ctx.nope() else 1',
    'a failed call in the then branch: Camunda gives the else branch',
  ],
  ['2 ** 1.5', "the last digit: JavaScript's power is not Java's"],
  [`{"a": 1, 'b': 2}`, 'names with apostrophes as keys are not read'],
  ['{`a b`: 1}', 'names in backticks as keys are not read'],
  ['ctx.inner["b"]', 'Camunda quotes the address of a buffer'],
  ['ctx["a"]', 'Camunda quotes the address of a buffer'],
]);
