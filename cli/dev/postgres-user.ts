import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The account a PostgreSQL server runs as when the caller is root. */
export interface RunUser {
  readonly uid: number;
  readonly gid: number;
}

interface Account extends RunUser {
  readonly name: string;
}

/**
 * Finds the account for the server: `undefined` (the caller's own) unless the caller is root, else the
 * owner of existing data, else `postgres`, else `nobody`.
 *
 * @throws Error if that account cannot reach one of `paths`, naming the folder that shuts it out.
 */
export async function findRunUser(
  data: string,
  paths: readonly string[],
): Promise<RunUser | undefined> {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const accounts = await readAccounts();
  const owner = await stat(data).then(
    (found) => found.uid,
    () => 0,
  );
  const account =
    accounts.find((candidate) => owner !== 0 && candidate.uid === owner) ??
    accounts.find((candidate) => candidate.name === 'postgres') ??
    accounts.find((candidate) => candidate.name === 'nobody');
  if (account === undefined) {
    throw new Error(
      'PostgreSQL refuses to run as root, and this system has neither a "postgres" nor a "nobody" account. ' +
        'Start as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  for (const path of paths) {
    await assertReachable(path, account);
  }
  return { uid: account.uid, gid: account.gid };
}

async function readAccounts(): Promise<readonly Account[]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name === undefined || uid === undefined || gid === undefined
      ? []
      : [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

async function assertReachable(path: string, account: Account): Promise<void> {
  for (let folder = path; folder !== dirname(folder);) {
    folder = dirname(folder);
    const { mode, uid, gid } = await stat(folder);
    const search = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & search) === 0) {
      throw new Error(
        `PostgreSQL refuses to run as root, and account "${account.name}" cannot enter ${folder}. ` +
          `Start as an ordinary user, move the checkout, run "chmod o+x ${folder}", or set DATABASE_URL to a PostgreSQL of your own.`,
      );
    }
  }
}
