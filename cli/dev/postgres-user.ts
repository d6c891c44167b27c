import { spawn } from 'node:child_process';
import { chown, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PostgresStartError } from './postgres-start-error.js';

/** The account a PostgreSQL server runs as when the caller is root. */
export interface RunUser {
  readonly uid: number;
  readonly gid: number;
  /**
   * True when the account cannot reach the files: the server then stays the caller, and only sees
   * itself as this account, in a user namespace of its own (`unshare`, user_namespaces(7)).
   */
  readonly inNamespace: boolean;
}

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** A program, its arguments and the spawn options that make it run as `user`. */
export interface Invocation {
  readonly program: string;
  readonly args: readonly string[];
  readonly identity: { readonly uid?: number; readonly gid?: number };
}

/** How to run `program` as `user`; `undefined` is the caller. The process id stays the program's. */
export function invocationAs(
  user: RunUser | undefined,
  program: string,
  args: readonly string[],
): Invocation {
  if (user === undefined) {
    return { program, args, identity: {} };
  }
  return user.inNamespace
    ? { program: 'unshare', args: [...namespaceFlags(user), program, ...args], identity: {} }
    : { program, args, identity: { uid: user.uid, gid: user.gid } };
}

function namespaceFlags(account: Pick<Account, 'uid' | 'gid'>): readonly string[] {
  return ['--user', `--map-user=${String(account.uid)}`, `--map-group=${String(account.gid)}`];
}

/**
 * Finds the account for the server: `undefined` (the caller's own) unless the caller is root, else the
 * owner of existing data, else `postgres`, else `nobody`.
 *
 * Where that account cannot reach one of `paths` (root's own folders often shut others out), a user
 * namespace serves instead.
 *
 * @throws PostgresStartError if neither works, naming the folder that shuts the account out.
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
    () => undefined,
  );
  const account =
    accounts.find((candidate) => owner !== 0 && candidate.uid === owner) ??
    accounts.find((candidate) => candidate.name === 'postgres') ??
    accounts.find((candidate) => candidate.name === 'nobody');
  if (account === undefined) {
    throw new PostgresStartError(
      'PostgreSQL refuses to run as root, and this system has neither a "postgres" nor a "nobody" account. ' +
        'Start as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  const closed = await firstClosedFolder(paths, account);
  if (closed === undefined && owner !== 0) {
    return { uid: account.uid, gid: account.gid, inNamespace: false };
  }
  if (await canUnshare(account)) {
    if (owner !== undefined && owner !== 0) {
      await chownAll(data, { uid: 0, gid: 0 });
    }
    return { uid: account.uid, gid: account.gid, inNamespace: true };
  }
  if (closed === undefined) {
    await chownAll(data, account);
    return { uid: account.uid, gid: account.gid, inNamespace: false };
  }
  throw new PostgresStartError(
    `PostgreSQL refuses to run as root, account "${account.name}" cannot enter ${closed}, and this system allows no user namespaces. ` +
      `Start as an ordinary user, move the checkout, run "chmod o+x ${closed}", or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

async function canUnshare(account: Account): Promise<boolean> {
  const probe = spawn('unshare', [...namespaceFlags(account), 'true'], { stdio: 'ignore' });
  return new Promise((resolve) => {
    probe.once('error', () => {
      resolve(false);
    });
    probe.once('exit', (code) => {
      resolve(code === 0);
    });
  });
}

async function chownAll(path: string, owner: Pick<Account, 'uid' | 'gid'>): Promise<void> {
  for (const entry of await readdir(path, { recursive: true })) {
    await chown(join(path, entry), owner.uid, owner.gid);
  }
  await chown(path, owner.uid, owner.gid);
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

async function firstClosedFolder(
  paths: readonly string[],
  account: Account,
): Promise<string | undefined> {
  for (const path of paths) {
    for (let folder = path; folder !== dirname(folder);) {
      folder = dirname(folder);
      const { mode, uid, gid } = await stat(folder);
      const search = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
      if ((mode & search) === 0) {
        return folder;
      }
    }
  }
  return undefined;
}
