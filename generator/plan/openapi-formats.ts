/** A value of each format that schemas commonly name, and what values of it look like. */
export const formatSamples: Readonly<Record<string, readonly [sample: string, shape: RegExp]>> = {
  'date-time': [
    '2025-01-15T09:30:00Z',
    /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
  ],
  date: ['2025-01-15', /^\d{4}-\d\d-\d\d$/],
  time: ['09:30:00Z', /^\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/],
  duration: ['PT1H', /^P(?!$)(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?)$/],
  email: ['ada@example.com', /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/],
  hostname: ['example.com', /^[\w-]+(\.[\w-]+)*$/],
  ipv4: ['192.0.2.1', /^\d{1,3}(\.\d{1,3}){3}$/],
  ipv6: ['2001:db8::1', /^[\da-fA-F:]+$/],
  uri: ['https://example.com/', /^[a-z][a-z0-9+.-]*:\/\/[!-~]+$/i],
  uuid: ['3fa85f64-5717-4562-b3fc-2c963f66afa6', /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i],
};
