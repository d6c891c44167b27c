import { createHash } from 'node:crypto';

/**
 * Words a generated declaration may not be called: TypeScript's keywords, and the names that generated
 * files import or rely on.
 */
const RESERVED = new Set(
  (
    'abstract any as asserts async await bigint boolean break case catch class const constructor ' +
    'continue debugger declare default delete do else enum export extends false finally for from ' +
    'function get global if implements import in infer instanceof interface intrinsic is keyof let ' +
    'module namespace never new null number object of out override package private protected public ' +
    'readonly require return satisfies set static string super switch symbol this throw true try ' +
    'type typeof undefined unique unknown using var void while with yield arguments eval ' +
    'JsonValue JsonObject JsonSchema JobHandler JobDescriptor JobDescriptors ProcessDescriptor ' +
    'ProcessClient PublishedMessage ApiHandler ApiHandlers ApiOperation ApiOperations ApiRequest ' +
    'ApiResponse ServerSentEvent AsyncIterable Promise Readonly ReadonlyArray Record Array Partial ' +
    'Pick Omit Exclude Object String Number Boolean client message schemas anyVariables ' +
    'AdHocResult TaskCorrection TaskDenial DecisionClient ConditionClient UserTaskClient ' +
    'SharedJobHandler LinkedResources'
  ).split(' '),
);

/** What follows a stem in the names of generated types. */
const SUFFIXES = 'Input Output Headers JobHandler Tools Message Result Variables'.split(' ');

/** Stems that a suffix would make into a reserved name: `published` + `Message`. */
const RESERVED_STEMS = new Set(
  [...RESERVED].flatMap((name) =>
    SUFFIXES.filter((suffix) => name.endsWith(suffix)).map((suffix) =>
      name.slice(0, -suffix.length),
    ),
  ),
);

/** Names that some file systems keep for devices. */
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * Letters that compilers with older Unicode tables than this Node do not take in identifiers: those
 * beyond the basic plane, and the blocks of it that still grow.
 */
const TOO_NEW = /[\u{10000}-\u{10ffff}]|[\u0870-\u089f\u1c80-\u1c8f\u2c00-\u2c7f\ua7c0-\ua7ff]/gu;

/** True when every compiler takes the letters of `text` in identifiers, whatever its Unicode tables. */
export function isWidelyKnown(text: string): boolean {
  return text.search(TOO_NEW) < 0;
}

const MAX_FILE_NAME = 80;
const MAX_IDENTIFIER = 100;

/** `reserve-seats`, `reserveSeats`, `Reserve seats` -> `ReserveSeats`: a safe type name. */
export function typeNameOf(text: string): string {
  const name = safeIdentifier(wordsOf(text).map(capitalise).join(''), text);
  return RESERVED_STEMS.has(name) ? `${name}_` : name;
}

/** `ticket-booking` -> `ticketBooking`: a safe value name. */
export function valueNameOf(text: string): string {
  const [first = '', ...rest] = wordsOf(text);
  return safeIdentifier(lowerFirstWord(first) + rest.map(capitalise).join(''), text);
}

/**
 * A file or folder name for any id: letters, digits, `.`, `_`, `-`; never a path, a hidden file or
 * a device. Two ids can give one name; the plan reports that.
 */
export function fileNameOf(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+|[.-]+$/g, '');
  if (plain === '') {
    return 'unnamed';
  }
  return DEVICE_NAME.test(plain.split('.')[0] ?? '')
    ? `${plain}_`
    : shortened(plain, MAX_FILE_NAME, { of: text, joint: '-' });
}

/** Splits at everything that is no letter or digit, and where lower case turns to upper. */
function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFC')
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

function capitalise(word: string): string {
  const [first = ''] = word;
  return first.toUpperCase() + word.slice(first.length);
}

function lowerFirstWord(word: string): string {
  return word.toUpperCase() === word ? word.toLowerCase() : lowerFirst(word);
}

function lowerFirst(word: string): string {
  const [first = ''] = word;
  return first.toLowerCase() + word.slice(first.length);
}

/**
 * A name cut to `max` code units. The hash of the whole text at its end keeps apart what differs only
 * further on.
 */
function shortened(
  name: string,
  max: number,
  whole: { readonly of: string; readonly joint: string },
): string {
  if (name.length <= max) {
    return name;
  }
  const hash = createHash('sha256').update(whole.of, 'utf8').digest('hex').slice(0, 8);
  const end = `${whole.joint}${hash}`;
  // A cut through a surrogate pair would leave half a character.
  return `${name.slice(0, max - end.length).replace(/[\ud800-\udbff]$/, '')}${end}`;
}

function safeIdentifier(name: string, text: string): string {
  const kept = name.replace(/[^\p{ID_Continue}$_]/gu, '').replace(TOO_NEW, '');
  const started = shortened(/^[\p{ID_Start}$_]/u.test(kept) ? kept : `_${kept}`, MAX_IDENTIFIER, {
    of: text,
    joint: '_',
  });
  return RESERVED.has(started) ? `${started}_` : started;
}
