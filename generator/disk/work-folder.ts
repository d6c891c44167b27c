import { basename, dirname, join } from 'node:path';

/** Where a change of an output folder is prepared. */
export interface WorkFolder {
  readonly root: string;
  /** Held by the run that changes the output folder. */
  readonly lock: string;
  /** The new output, while it is built. */
  readonly staged: string;
  /** Exists once the new output is whole. */
  readonly ready: string;
  /** The output that was, between being moved away and being deleted. */
  readonly old: string;
  /** What a change in place will do, once it is decided. */
  readonly journal: string;
}

/** Name of the folder inside the output folder, where one beside it cannot be. */
export const WORK_INSIDE = '.jobwright';

/** Beside the output folder, so that both are on one disk and a rename swaps them. */
export function workBeside(output: string): WorkFolder {
  return workFolder(join(dirname(output), `.${basename(output)}.jobwright`));
}

/** Inside the output folder. */
export function workInside(output: string): WorkFolder {
  return workFolder(join(output, WORK_INSIDE));
}

function workFolder(root: string): WorkFolder {
  return {
    root,
    lock: join(root, 'lock'),
    staged: join(root, 'new'),
    ready: join(root, 'ready'),
    old: join(root, 'old'),
    journal: join(root, 'journal.json'),
  };
}
