import { fileNameOf, isWidelyKnown, typeNameOf, valueNameOf } from '../plan/names.js';

describe('type names', () => {
  test.each([
    ['reserve-seats', 'ReserveSeats'],
    ['reserveSeats', 'ReserveSeats'],
    ['Reserve seats\nnow', 'ReserveSeatsNow'],
    ['io.camunda:http-json:1', 'IoCamundaHttpJson1'],
    ['2fast', '_2fast'],
    ['', '_'],
    ['🎫', '_'],
    ['grüße', 'Grüße'],
    ['e\u0301tat', 'État'],
    ['\u202eevil', 'Evil'],
    ['record', 'Record_'],
    ['promise', 'Promise_'],
  ])('of %j are %s', (text, name) => {
    expect(typeNameOf(text)).toBe(name);
  });

  test('keep away from names that a suffix would make one of the runtime', () => {
    expect(typeNameOf('published')).toBe('Published_');
    expect(typeNameOf('ad-hoc')).toBe('AdHoc_');
    expect(typeNameOf('publish')).toBe('Publish');
  });

  test('are cut at 100 characters, and a hash keeps apart what differs further on', () => {
    const [left, right] = ['a', 'b'].map((end) => typeNameOf(`${'x'.repeat(200)}${end}`));
    expect(left).toMatch(/^Xx{90}_[0-9a-f]{8}$/);
    expect(right).toMatch(/^Xx{90}_[0-9a-f]{8}$/);
    expect(left).not.toBe(right);
    expect(typeNameOf('x'.repeat(100))).toBe(`X${'x'.repeat(99)}`);
  });
});

describe('value names', () => {
  test.each([
    ['ticket-booking', 'ticketBooking'],
    ['TicketBooking', 'ticketBooking'],
    ['DHL', 'dhl'],
    ['DHL label', 'dhlLabel'],
    ['class', 'class_'],
    ['await', 'await_'],
    ['1st', '_1st'],
    ['a.b:c/d', 'aBCD'],
  ])('of %j are %s', (text, name) => {
    expect(valueNameOf(text)).toBe(name);
  });
});

describe('file names', () => {
  test.each([
    ['reserve-seats', 'reserve-seats'],
    ['a/../b', 'a-..-b'],
    ['../../etc/passwd', 'etc-passwd'],
    ['.hidden', 'hidden'],
    ['a:b\\c', 'a-b-c'],
    ['CON', 'CON_'],
    ['nul.txt', 'nul.txt_'],
    ['com1', 'com1_'],
    ['console', 'console'],
    ['///', 'unnamed'],
    ['', 'unnamed'],
  ])('of %j are %s', (text, name) => {
    expect(fileNameOf(text)).toBe(name);
  });

  test('are cut at 80 characters, never through a character', () => {
    const cut = fileNameOf(`${'x'.repeat(100)}a`);
    expect(cut).toMatch(/^x{71}-[0-9a-f]{8}$/);
    expect(fileNameOf(`${'x'.repeat(100)}b`)).not.toBe(cut);
    // A letter of two code units stands across the cut.
    expect(fileNameOf(`${'x'.repeat(70)}${'𠀀'.repeat(20)}`)).toMatch(/^x{70}-[0-9a-f]{8}$/);
    expect(fileNameOf('y'.repeat(80))).toBe('y'.repeat(80));
  });
});

test('letters beyond the basic plane are not widely known', () => {
  expect(isWidelyKnown('grüße')).toBe(true);
  expect(isWidelyKnown('𠀀')).toBe(false);
  expect(isWidelyKnown('\u2c00')).toBe(false);
});
