import type { Diagnostic, Place, Severity } from '../model/index.js';

interface CodeEntry {
  readonly severity: Severity;
  /** One sentence for the table in docs/errors.md. */
  readonly summary: string;
  /** What a user does about it. */
  readonly fix: string;
}

/**
 * The diagnostics that the generator adds to those of the model rules. `NAME2xx` naming, `FILE3xx`
 * generated and user files, `PLUG7xx` plugins, `TYPE5xx` schemas and variables, `API6xx` the API document. A code that
 * is no longer raised is never used again.
 */
export const generatorCodes = {
  NAME201: {
    severity: 'error',
    summary: 'Two names of the model give one name in the generated code.',
    fix: 'rename one of the two, so that they differ by more than case and punctuation, or give its element a `jobwright:name` property',
  },
  NAME202: {
    severity: 'warning',
    summary: 'A job type is a FEEL expression, so its handler cannot be typed.',
    fix: 'make the job type a fixed text, or serve it with a worker of your own',
  },
  NAME203: {
    severity: 'warning',
    summary: 'A message or signal name is a FEEL expression, so no function is generated for it.',
    fix: 'make the name a fixed text',
  },
  NAME204: {
    severity: 'warning',
    summary:
      'The ids of two elements give one name, so their constants are called by the ids as written.',
    fix: 'rename one of the two, or give it a `jobwright:name` property',
  },
  FILE301: {
    severity: 'error',
    summary: 'A generated file no longer fits its sources.',
    fix: 'run `jobwright generate` and commit the result',
  },
  FILE302: {
    severity: 'error',
    summary: 'A generated file is missing.',
    fix: 'run `jobwright generate` and commit the result',
  },
  FILE303: {
    severity: 'error',
    summary: 'A generated file has no source any more.',
    fix: 'run `jobwright generate`, which deletes it',
  },
  FILE304: {
    severity: 'error',
    summary: 'A generated file was edited by hand.',
    fix: 'move the edit to the model or to a handler, then run `jobwright generate`',
  },
  FILE305: {
    severity: 'error',
    summary: 'A file that the generator did not write is in the place of one it would write.',
    fix: 'move the file away, or choose another folder with --out',
  },
  FILE306: {
    severity: 'warning',
    summary: 'The handler map has no handler for a job type of the model.',
    fix: 'write the handler and add it to the map',
  },
  FILE307: {
    severity: 'warning',
    summary: 'The handler map has a handler for a job type that no model has.',
    fix: 'delete the handler, or give the model its task back',
  },
  FILE308: {
    severity: 'warning',
    summary: 'The output folder holds a file that the generator did not write.',
    fix: 'move it to another folder; everything in this one belongs to the generator',
  },
  FILE309: {
    severity: 'error',
    summary: 'A generated file is in no manifest, and no source gives it any more.',
    fix: 'delete the file',
  },
  FILE310: {
    severity: 'warning',
    summary: 'A generated file has no source any more, and is kept because it was edited by hand.',
    fix: 'save the edit elsewhere and delete the file, or run `jobwright generate --force`',
  },
  FILE311: {
    severity: 'error',
    summary: 'A link is in the place of a generated file or folder.',
    fix: 'delete the link; the generator neither follows nor replaces links in its folder',
  },
  FILE312: {
    severity: 'error',
    summary: 'Two sources have one path in the generated files.',
    fix: 'rename one of the two files or its folder',
  },
  TYPE501: {
    severity: 'error',
    summary: 'A JSON document cannot be read.',
    fix: 'correct the JSON at this place',
  },
  TYPE502: {
    severity: 'error',
    summary: 'A `$ref` leads nowhere.',
    fix: 'point it at a schema of this document or of a document that is generated with it',
  },
  TYPE503: {
    severity: 'error',
    summary: 'A `jobwright:payload` property names a schema that does not exist.',
    fix: 'write it as `<file>.schema.json#/$defs/<Name>` and define that schema',
  },
  TYPE504: {
    severity: 'warning',
    summary: 'An expression reads a variable that nothing writes before.',
    fix: 'write the variable in an earlier step, or correct its name',
  },
  TYPE505: {
    severity: 'error',
    summary: 'A `jobwright:ttl` property is no fixed ISO 8601 duration.',
    fix: 'write days, hours, minutes and seconds only, such as PT1H or P1DT30M',
  },
  TYPE506: {
    severity: 'warning',
    summary: 'An expression reads a variable that the schema of variables does not describe.',
    fix: 'describe the variable under `properties` of the schema beside the model',
  },
  TYPE507: {
    severity: 'warning',
    summary: 'Two sources state types of a variable that no value can be of at once.',
    fix: 'let both state one type, or write to two variables',
  },
  TYPE508: {
    severity: 'warning',
    summary: 'Two expressions ask for types of a variable that no value can be of at once.',
    fix: 'correct the expression that is wrong, or convert the value with `number()` or `string()`',
  },
  TYPE509: {
    severity: 'error',
    summary: 'A form is no form.',
    fix: 'export the form from the modeler again',
  },
  TYPE510: {
    severity: 'warning',
    summary: 'A variable is compared with a value that it never has.',
    fix: 'correct the value, or add it to the values that the variable can have',
  },
  TYPE511: {
    severity: 'warning',
    summary: 'An expression gives a value of a type that its place does not take.',
    fix: 'write an expression that gives the type needed; a condition gives true or false',
  },
  TYPE512: {
    severity: 'warning',
    summary: 'A call activity does not pass what the called process needs.',
    fix: 'add an input mapping to the call activity, or make the variable optional in the called process',
  },
  TYPE513: {
    severity: 'info',
    summary: 'An input mapping writes a variable that nothing reads.',
    fix: 'remove the mapping, or correct its target',
  },
  TYPE514: {
    severity: 'warning',
    summary: 'A form in a model cannot be read, so its fields have no types.',
    fix: 'link the task to a form of its own file, or correct the JSON in the model',
  },
  API601: {
    severity: 'error',
    summary: 'An API operation has no operationId.',
    fix: 'give the operation an operationId; its handler is named after it',
  },
  API602: {
    severity: 'error',
    summary: 'Two API operations have one operationId.',
    fix: 'rename one of the two',
  },
  API603: {
    severity: 'error',
    summary: 'An API operation declares no successful response.',
    fix: 'declare a response with a status between 200 and 399',
  },
  API604: {
    severity: 'error',
    summary: 'A `jobwright:api` property names an operation that the API document lacks.',
    fix: 'correct the operationId, or add the operation to the document',
  },
  API605: {
    severity: 'error',
    summary: 'There are several API documents.',
    fix: 'keep one *.openapi.json among the sources',
  },
  API606: {
    severity: 'warning',
    summary: 'An error response of the API is not a problem document.',
    fix: 'answer errors as application/problem+json (RFC 9457)',
  },
  API607: {
    severity: 'error',
    summary: 'A `jobwright:api` property has a value that means nothing.',
    fix: 'name the operation in letters, digits and "_", or write "true" or "none"',
  },
  API608: {
    severity: 'error',
    summary: 'Two operations of the derived API have one name or one address.',
    fix: 'name one of the two with `jobwright:api`, or close it with the value "none"',
  },
  API609: {
    severity: 'error',
    summary: 'A `jobwright:api` property stands on an element that the API cannot serve.',
    fix: 'move it to a start, a message or signal event, a receive task or a Camunda user task',
  },
  API620: {
    severity: 'error',
    summary: 'A `jobwright:channel` property names no channel.',
    fix: 'write it as `<address>` or `<address> <file>.schema.json#/$defs/<Name>`',
  },
  API621: {
    severity: 'error',
    summary: 'A `jobwright:channel` property names a schema that does not exist.',
    fix: 'write the schema as `<file>.schema.json#/$defs/<Name>` and define it',
  },
  API622: {
    severity: 'error',
    summary: 'A `jobwright:channel` property stands on an element that neither sends nor receives.',
    fix: 'move it to a task or event with a job type, a message event or a receive task',
  },
  API623: {
    severity: 'error',
    summary: 'Two channels would have one name in generated code.',
    fix: 'rename one of the two, so that they differ by more than case and punctuation',
  },
  PLUG701: {
    severity: 'error',
    summary: 'A plugin is written for another version of the plugin interface.',
    fix: 'use a release of the plugin that has `apiVersion: 1`',
  },
  PLUG702: {
    severity: 'error',
    summary: 'A plugin has no usable name, or the name of another one.',
    fix: 'name it with lower-case letters, digits and single dashes, such as `process-pages`',
  },
  PLUG703: {
    severity: 'error',
    summary: 'A rule of a plugin failed.',
    fix: 'report it to the author of the plugin, or leave the plugin out',
  },
  PLUG704: {
    severity: 'error',
    summary: 'A rule of a plugin gives a finding that is none of its own.',
    fix: 'give it a code that starts with the name of the plugin in capitals and a dash, a severity, a message, a fix and a place',
  },
  PLUG705: {
    severity: 'error',
    summary: 'An emitter of a plugin failed.',
    fix: 'report it to the author of the plugin, or leave the plugin out',
  },
  PLUG706: {
    severity: 'error',
    summary: 'An emitter of a plugin writes where it may not.',
    fix: 'let it write into the folder named like the plugin, or files with one of its `extensions`',
  },
  PLUG707: {
    severity: 'error',
    summary: 'An emitter of a plugin writes a file that is written already.',
    fix: 'give the file another name',
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;

/** A code of the generator's own diagnostics. */
export type GeneratorCode = keyof typeof generatorCodes;

/** Makes a diagnostic of a registered code; severity and default fix come from the registry. */
export function diagnose(
  code: GeneratorCode,
  message: string,
  at: { readonly place: Place; readonly elementId?: string; readonly fix?: string },
): Diagnostic {
  const entry = generatorCodes[code];
  return Object.freeze({
    code,
    severity: entry.severity,
    message,
    fix: at.fix ?? entry.fix,
    place: at.place,
    ...(at.elementId === undefined ? {} : { elementId: at.elementId }),
  });
}
