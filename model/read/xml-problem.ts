import type { DiagnosticCode } from '../codes.js';

/** Thrown inside the XML reader only; `readBpmn` turns it into a diagnostic. */
export class XmlProblem extends Error {
  override readonly name = 'XmlProblem';
  readonly code: DiagnosticCode;
  /** Offset into the text. */
  readonly offset: number;

  constructor(code: DiagnosticCode, offset: number, detail: string) {
    super(detail);
    this.code = code;
    this.offset = offset;
  }
}
