import { environmentOf, stackParts } from './description.js';
import type { StackPart } from './part.js';
import { containerPlaces, portVariable } from './places.js';

/** The image of the services: this checkout, nothing built but its packages. */
const SERVICES_IMAGE = `      context: .
      dockerfile_inline: |
        FROM node:24-bookworm-slim
        WORKDIR /app
        COPY package.json package-lock.json .npmrc ./
        RUN npm ci --omit=dev
        COPY . .
        USER node`;

const HEAD = `# The stack of \`jobwright stack up\` as containers. Made from cli/stack/description.ts by
# \`npm run stack:compose\`; a test compares. Everything is published on loopback alone.
name: jobwright
`;

/** What compose.yaml holds: the description of the stack in the words of the compose specification. */
export function composeFile(): string {
  const volumes = stackParts.flatMap(({ name, container }) =>
    container.volume === undefined ? [] : [`  ${name}: {}`],
  );
  const services = stackParts.map(serviceOf).join('\n');
  return `${HEAD}services:\n${services}\nvolumes:\n${volumes.join('\n')}\n`;
}

/** The test of a part's health inside its container, as compose.yaml has it; none when it has none. */
export function containerCheck(part: StackPart): readonly string[] | undefined {
  const { health } = part;
  if (health.kind === 'process') {
    return undefined;
  }
  const number = part.ports.find(({ name }) => name === health.port)?.number ?? 0;
  const socket = `/dev/tcp/127.0.0.1/${String(number)}`;
  switch (health.kind) {
    case 'postgres':
      return ['CMD', 'pg_isready', '--host=127.0.0.1', `--port=${String(number)}`];
    case 'tcp':
      return ['CMD', 'bash', '-c', `: >${socket}`];
    case 'http': {
      // Not every image has curl; each has bash.
      const request = `printf 'GET ${health.path} HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3`;
      return [
        'CMD',
        'bash',
        '-c',
        `exec 3<>${socket} && ${request} && head -n 1 <&3 | grep -q ' 200'`,
      ];
    }
  }
}

function serviceOf(part: StackPart): string {
  const { container } = part;
  const own = container.version === 'checkout';
  const image = own ? container.image : `${container.image}:${container.version}`;
  return [
    `  # ${part.title}`,
    `  ${part.name}:`,
    `    image: ${image}`,
    ...(own ? ['    build:', SERVICES_IMAGE] : []),
    ...(own ? [`    command: ['node', '--import', 'tsx', 'services/${part.name}/main.ts']`] : []),
    ...(own ? ['    init: true'] : []),
    ...environmentLines(part),
    ...list('ports', part.ports.map(portLine)),
    ...list(
      'volumes',
      container.volume === undefined ? [] : [quote(`${part.name}:${container.volume}`)],
    ),
    ...healthLines(part),
    ...needLines(part),
    '    restart: unless-stopped',
    '',
  ].join('\n');
}

function environmentLines(part: StackPart): readonly string[] {
  const entries = Object.entries(environmentOf(part, containerPlaces, 'container'));
  return entries.length === 0
    ? []
    : ['    environment:', ...entries.map(([name, value]) => `      ${name}: ${quote(value)}`)];
}

function portLine({ number, option }: StackPart['ports'][number]): string {
  const published = `\${${portVariable(option)}:-${String(number)}}`;
  return quote(`127.0.0.1:${published}:${String(number)}`);
}

function healthLines(part: StackPart): readonly string[] {
  const test = containerCheck(part);
  return test === undefined
    ? []
    : [
        '    healthcheck:',
        `      test: [${test.map(quote).join(', ')}]`,
        '      interval: 3s',
        '      timeout: 5s',
        `      retries: ${String(Math.ceil(part.startSeconds / 3))}`,
      ];
}

function needLines(part: StackPart): readonly string[] {
  const conditions = part.needs.flatMap((need) => {
    const { health } = stackParts.find(({ name }) => name === need) ?? part;
    const condition = health.kind === 'process' ? 'service_started' : 'service_healthy';
    return [`      ${need}:`, `        condition: ${condition}`];
  });
  return conditions.length === 0 ? [] : ['    depends_on:', ...conditions];
}

function list(name: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`    ${name}:`, ...items.map((item) => `      - ${item}`)];
}

/** A YAML text in single quotes, in which nothing is special but the quote itself. */
function quote(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
