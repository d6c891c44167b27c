/** Where the engine's log is kept. The only folder of the engine that touches files. */
export { fileJournal } from './file-journal.js';
export type { Disk, DiskFile, OpenMode } from './disk.js';
export type { FileJournal, FileJournalOptions, FsyncMode } from './file-journal.js';
export { JournalError } from './journal-error.js';
export type { JournalErrorCode } from './journal-error.js';
export type { JournalWarning } from './torn-tail.js';
export { memoryJournal } from './memory-journal.js';
export { nodeDisk } from './node-disk.js';
export { readResourceFile } from './resource-file.js';
