import type { Compatibility } from '../processors/processing.js';

/** The version that the gateways say they are of: clients choose their behaviour by it. */
export function gatewayVersion(compat: Compatibility): string {
  return `${compat}.0`;
}
