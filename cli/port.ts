import { CliError } from './cli-error.js';

/**
 * Throws `CliError` unless `port` is a TCP port, or 0 for a free one. `name` is what the user wrote
 * it as: an option or an environment variable.
 */
export function checkPort(name: string, port: number): void {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new CliError({
      what: `${name} is not a port`,
      why: `'${port}' is not a whole number from 0 to 65535`,
      fix: 'give a port, or 0 for a free one',
    });
  }
}
