import { diagnosticCodes } from '../../model/codes.js';
import { generatorCodes } from '../codes.js';
import { nearestName } from './nearest-name.js';

/** Why a code cannot have a level, or undefined when it can. Codes of plugins have a dash. */
export function unknownRule(
  code: string,
): { readonly message: string; readonly fix: string } | undefined {
  const codes = [...Object.keys(diagnosticCodes), ...Object.keys(generatorCodes)];
  if (codes.includes(code) || /^[A-Z][A-Z0-9]*-/.test(code)) {
    return undefined;
  }
  const near = nearestName(code, codes);
  return {
    message: `"${code}" is no diagnostic code.`,
    fix:
      near === undefined
        ? 'take a code from docs/errors.md, or one of a plugin, such as DOCS-1'
        : `write ${near}, or another code from docs/errors.md`,
  };
}
