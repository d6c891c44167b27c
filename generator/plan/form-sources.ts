import { readForm, type Form } from '../../model/forms/index.js';
import type { Process } from '../../model/index.js';
import { diagnose, type GeneratorCode } from '../codes.js';
import { readJsonDocument, type JsonDocument } from '../read/json-document.js';
import type { Diagnostic } from '../../model/index.js';

/** Where findings go. */
interface Reports {
  add(code: GeneratorCode, message: string, at: Parameters<typeof diagnose>[2]): void;
}

/** The forms kept in a process itself, by id. Faults are reported at the form's place in the model. */
export function embeddedForms(process: Process, findings: Reports): ReadonlyMap<string, Form> {
  const found = new Map<string, Form>();
  for (const { id, body, place } of process.forms) {
    const source = { kind: 'form' as const, file: place.file, path: place.file, text: body };
    const { document, diagnostics } = readJsonDocument(source);
    for (const { message, place: at } of diagnostics) {
      const why = message.slice(message.indexOf(': ') + 2);
      findings.add(
        'TYPE514',
        `The form "${id}" cannot be read: ${why} (line ${at.line}, column ${at.column} of the form).`,
        { place },
      );
    }
    const read =
      document === undefined
        ? undefined
        : readForm(document.root, (pointer) => document.placeOf(pointer));
    for (const fault of read?.faults ?? []) {
      const at = `line ${fault.place.line}, column ${fault.place.column} of the form`;
      findings.add('TYPE514', `The form "${id}" is wrong: ${fault.message} (${at}).`, { place });
    }
    if (read?.form !== undefined) {
      found.set(id, read.form);
    }
  }
  return found;
}

/** The forms among JSON documents, by id, in the order of their paths; faults come as diagnostics. */
export function formSources(documents: readonly JsonDocument[]): {
  readonly forms: ReadonlyMap<string, readonly Form[]>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const forms = new Map<string, Form[]>();
  const diagnostics: Diagnostic[] = [];
  for (const document of documents) {
    const { form, faults } = readForm(document.root, (pointer) => document.placeOf(pointer));
    for (const { message, place } of faults) {
      diagnostics.push(
        diagnose('TYPE509', `The form "${document.source.file}" is wrong: ${message}.`, { place }),
      );
    }
    if (form !== undefined) {
      forms.set(form.id, [...(forms.get(form.id) ?? []), form]);
    }
  }
  return { forms, diagnostics };
}
