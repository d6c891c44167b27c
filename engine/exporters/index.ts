/** What follows the log: the history that searches read, and exporters. */
export { ExporterError, type Exporter } from './exporter.js';
export { Exporting } from './exporting.js';
export { History } from './history.js';
export { withHistory } from './history-journal.js';
export { postgresExporter, type PostgresExporterOptions } from './postgres/postgres-exporter.js';
export { recordsFile, type RecordsFileOptions } from './records-file.js';
