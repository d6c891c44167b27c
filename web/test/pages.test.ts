import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../public', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const scripts = files.filter((file) => file.endsWith('.js'));
const pages = files.filter((file) => file.endsWith('.html'));

const all = (text: string, pattern: RegExp): readonly string[] =>
  Array.from(text.matchAll(pattern), (match) => match[1] ?? '');

/** The module and everything it imports, as paths below `public`. */
function reachable(entry: string, found = new Set<string>()): ReadonlySet<string> {
  if (!found.has(entry)) {
    found.add(entry);
    for (const specifier of all(read(entry), /from '(\.[^']+)'/g)) {
      reachable(relative(root, join(root, dirname(entry), specifier)), found);
    }
  }
  return found;
}

describe.each(pages)('%s', (page) => {
  const html = read(page);

  test('has no inline script, style or handler, which the content security policy would refuse', () => {
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
    expect(all(html, /<script([^>]*)>/g).every((attributes) => attributes.includes('src="/'))).toBe(
      true,
    );
  });

  test('loads nothing from elsewhere, and only files that are there', () => {
    const loaded = all(html, /<(?:script|link)[^>]*(?:src|href)="([^"]+)"/g);

    expect(loaded.length).toBeGreaterThan(1);
    for (const address of loaded) {
      expect({ address, isThere: existsSync(join(root, address)) }).toEqual({
        address,
        isThere: true,
      });
    }
  });

  test('has every element that its scripts look for, each once', () => {
    const ids = all(html, /\sid="([^"]+)"/g);
    const wanted = all(html, /<script[^>]*src="\/([^"]+)"/g)
      .flatMap((entry) => [...reachable(entry)])
      .flatMap((script) => all(read(script), /byId\('([^']+)'\)/g));

    expect(wanted.length).toBeGreaterThan(5);
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('gives every control a name', () => {
    const labels = all(html, /<label[^>]*>([\s\S]*?)<\/label\s*>/g).join('\n');

    expect(all(html, /<(?:input|select)[^>]*id="([^"]+)"/g).length).toBeGreaterThan(1);
    for (const id of all(html, /<(?:input|select)[^>]*id="([^"]+)"/g)) {
      expect(labels).toContain(`id="${id}"`);
    }
  });
});

test('no script turns data into markup or code', () => {
  expect(scripts.length).toBeGreaterThan(5);
  for (const script of scripts) {
    expect({ script, text: read(script) }).toEqual({
      script,
      text: expect.not.stringMatching(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|createContextualFragment/,
      ) as string,
    });
  }
});
