import { busUrlOf } from '../environment.js';

describe('the address of the bus', () => {
  test('takes a user from variables of its own, whatever characters the password has', () => {
    const url = new URL(
      busUrlOf({ BUS_URL: 'amqps://broker:5671', BUS_USERNAME: 'j', BUS_PASSWORD: 'p@/:#%' }) ?? '',
    );

    expect(url.host).toBe('broker:5671');
    expect(decodeURIComponent(url.password)).toBe('p@/:#%');
  });

  test('is left alone without them', () => {
    expect(busUrlOf({ BUS_URL: 'amqp://a:b@broker' })).toBe('amqp://a:b@broker');
    expect(busUrlOf({ BUS_USERNAME: 'j' })).toBeUndefined();
  });
});
