/** Names that are devices on Windows, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\.|$)/i;
// eslint-disable-next-line no-control-regex -- control characters are what is refused
const REFUSED = /[\\:*?"<>|\u0000-\u001f\u007f]/;

/**
 * True for a relative path that stays in its folder on every system: no `..`, no drive, no device, no
 * hidden part, nothing that Windows reads as another name.
 */
export function isSafePath(path: string): boolean {
  return path.length <= 400 && path.split('/').every(isSafeName);
}

function isSafeName(name: string): boolean {
  return (
    name !== '' &&
    name.length <= 255 &&
    !name.startsWith('.') &&
    !/[. ]$/.test(name) &&
    !REFUSED.test(name) &&
    !DEVICE.test(name)
  );
}
