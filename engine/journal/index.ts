/** Where the engine's log is kept. The only folder of the engine that touches files. */
export { fileJournal } from './file-journal.js';
export type { FileJournalOptions, FsyncMode } from './file-journal.js';
export { JournalError } from './journal-error.js';
export type { JournalErrorCode } from './journal-error.js';
export type { JournalWarning } from './journal-recovery.js';
export { memoryJournal } from './memory-journal.js';
export { readResourceFile } from './resource-file.js';
