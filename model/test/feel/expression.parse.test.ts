import {
  FeelSyntaxError,
  parseExpression,
  parseUnaryTests,
  variablePaths,
} from '../../feel/index.js';

function refusal(text: string): FeelSyntaxError {
  try {
    parseExpression(text);
  } catch (error) {
    if (error instanceof FeelSyntaxError) {
      return error;
    }
    throw error;
  }
  throw new Error(`'${text}' was accepted`);
}

describe('parsing', () => {
  test.each([
    ['', 0],
    ['1 +', 3],
    ['a b', 0],
    ['x > ', 4],
    ['"a', 0],
    ['{a: }', 4],
    ['if a then b', 11],
    ['a..b', 1],
    ['function(x) external {}', 0],
  ])('refuses %j at offset %i', (text, offset) => {
    expect(refusal(text).offset).toBe(offset);
    expect(refusal(text).message).not.toBe('');
  });

  test('refuses a name with spaces and says how to write it', () => {
    expect(refusal('order total').message).toBe(
      'a name with spaces needs backticks: `order total` instead of order total',
    );
  });

  test('refuses what is nested too deeply or too long, quickly', () => {
    expect(refusal(`${'('.repeat(5_000)}1${')'.repeat(5_000)}`).message).toMatch(/nested deeper/);
    expect(refusal('1+'.repeat(50_000)).message).toMatch(/longer than/);
  });

  test('keeps the text and gives the same object for the same text', () => {
    expect(parseExpression('x + 1')).toBe(parseExpression('x + 1'));
    expect(parseExpression('x + 1').text).toBe('x + 1');
  });

  test('reads function names that hold reserved words', () => {
    expect(parseExpression('get or else(x, 1)').node).toMatchObject({
      kind: 'call',
      callee: 'get or else',
    });
    expect(parseExpression('date and time("2026-01-01T00:00:00")').node).toMatchObject({
      callee: 'date and time',
    });
  });

  test('refuses broken unary tests', () => {
    expect(() => parseUnaryTests('< <')).toThrow(FeelSyntaxError);
  });
});

describe('variablePaths', () => {
  test.each<[string, readonly string[]]>([
    ['1', []],
    ['x', ['x']],
    ['order.total + order.tax', ['order.tax', 'order.total']],
    ['x + x', ['x']],
    ['for i in items return i.price * rate', ['items', 'rate']],
    ['for i in 1..n return partial', ['n']],
    ['some x in xs satisfies x > limit', ['limit', 'xs']],
    ['{a: b, c: a}', ['b']],
    ['orders[status = wanted]', ['orders']],
    ['seats[index]', ['index', 'seats']],
    ['orders[item.x > 1].y', ['orders']],
    ['function(a) a + b', ['b']],
    ['count(list)', ['list']],
    ['substring(string: s, start position: p)', ['p', 's']],
    ['if a then b else c', ['a', 'b', 'c']],
    ['x in [low..high]', ['high', 'low', 'x']],
    ['`a b`.c', ['a b.c']],
    ['{"f": g}.f', ['g']],
  ])('of %s are %j', (text, expected) => {
    expect(variablePaths(parseExpression(text)).map((path) => path.join('.'))).toEqual(expected);
  });
});
