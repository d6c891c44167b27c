import pg from 'pg';
import { z } from 'zod';
import { readEnvironment, type Environment } from '../../runtime/index.js';
import type { Logger } from '../../runtime/v1.js';
import { migrate } from '../database/index.js';
import { commonVariables } from '../environment.js';
import { scramVerifier } from './scram.js';

const variables = z.object({
  DATABASE_URL: commonVariables.DATABASE_URL,
  BOOKING_DATABASE_PASSWORD: z.string().optional(),
  WORKER_DATABASE_PASSWORD: z.string().optional(),
  PAYMENTS_DATABASE_PASSWORD: z.string().optional(),
});

/** Each schema with the service whose user works in it, in the order in which they are migrated. */
const schemas = [
  { schema: 'inventory', service: 'worker' },
  { schema: 'booking', service: 'booking' },
  { schema: 'payments', service: 'payments' },
] as const;

/** All that the booking service may see of the inventory. */
const views = ['inventory.flight_view', 'inventory.seat_view', 'inventory.process_view'];

/**
 * Brings every schema up to date, as the owner of the database, and makes a user for each service whose
 * password is set, called like the service: it reads and writes its own schema, changes no table and
 * sees nothing else. Run again it changes nothing but the passwords, which is how they are rotated.
 *
 * @throws EnvironmentError
 */
export async function prepareDatabase(environment: Environment, logger: Logger): Promise<void> {
  const env = readEnvironment(variables, environment);
  const url = env.DATABASE_URL;
  for (const { schema, service } of schemas) {
    const migrations = new URL(`../${service}/migrations/`, import.meta.url);
    await migrate({ url, schema, migrations, logger });
    logger.info({ schema }, 'schema is up to date');
  }
  const passwords = {
    booking: env.BOOKING_DATABASE_PASSWORD,
    worker: env.WORKER_DATABASE_PASSWORD,
    payments: env.PAYMENTS_DATABASE_PASSWORD,
  };
  const client = new pg.Client({ connectionString: url, application_name: 'prepare database' });
  await client.connect();
  try {
    for (const { schema, service } of schemas) {
      const password = passwords[service];
      if (password !== undefined) {
        await prepareUser(client, { schema, user: service, password });
        logger.info({ user: service }, 'user is up to date');
      }
    }
    if (passwords.booking !== undefined) {
      await client.query('GRANT USAGE ON SCHEMA inventory TO booking');
      await client.query(`GRANT SELECT ON ${views.join(', ')} TO booking`);
    }
  } finally {
    await client.end();
  }
}

async function prepareUser(
  client: pg.Client,
  options: { readonly schema: string; readonly user: string; readonly password: string },
): Promise<void> {
  const { schema, user } = options;
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [user]);
  const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
  const verifier = client.escapeLiteral(scramVerifier(options.password));
  await client.query(`${verb} ROLE ${user} LOGIN PASSWORD ${verifier}`);
  await client.query(`GRANT USAGE ON SCHEMA ${schema} TO ${user}`);
  await client.query(
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${user}`,
  );
  await client.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${user}`);
}
