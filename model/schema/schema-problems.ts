import { attributeOf, bpmnNamespace, type XmlElement } from '../read/xml-document.js';
import { globalType, schemaType, takes, type Particle } from './schema-type.js';
import { simpleTypeProblem } from './simple-types.js';

/** A breach of the BPMN 2.0 XML Schema, in the words of the broker's schema validator. */
export interface SchemaProblem {
  readonly element: XmlElement;
  readonly message: string;
  /** Line at which the validator notices: the end of a start tag, or an end tag. */
  readonly line: number;
}

const diNamespace = 'http://www.omg.org/spec/BPMN/20100524/DI';
const prefixes: ReadonlyMap<string, string> = new Map([
  [bpmnNamespace, ''],
  [diNamespace, 'bpmndi:'],
  ['http://www.omg.org/spec/DD/20100524/DI', 'di:'],
  ['http://www.omg.org/spec/DD/20100524/DC', 'dc:'],
]);
const namespaceOfPrefix = new Map([...prefixes].map(([namespace, prefix]) => [prefix, namespace]));
const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';
const schemaNamespace = 'http://www.w3.org/2001/XMLSchema';

/**
 * Checks a file against the BPMN 2.0 XML Schema with its diagram: types, order of children, attributes,
 * ids and references. What a validator knows no declaration of, in extension elements mostly, is left
 * alone. In the order in which a validator meets them.
 */
export function schemaProblems(root: XmlElement): readonly SchemaProblem[] {
  const check = new SchemaCheck();
  check.visit(root, globalType(schemaName(root) ?? ''));
  return [...check.problems, ...check.dangling(root)];
}

class SchemaCheck {
  readonly problems: SchemaProblem[] = [];
  readonly #ids = new Set<string>();
  readonly #references: { readonly element: XmlElement; readonly id: string }[] = [];

  visit(element: XmlElement, declared: string | undefined): void {
    const type = this.#typeOf(element, declared);
    const complex = type === undefined ? undefined : schemaType(type);
    if (complex !== undefined) {
      this.#checkAttributes(element, complex.attributes);
    }
    const content = new Content(element, complex?.particles);
    for (const child of element.children) {
      const { childType, problem } = content.next(child);
      if (problem !== undefined) {
        this.#add(child, problem, child.tagEndLine);
      }
      this.visit(child, childType);
    }
    if (type === undefined) {
      return;
    }
    const line = element.endPlace.line;
    if (complex === undefined) {
      this.#checkValue({ element, value: element.text, type, line });
    } else {
      const unfinished = content.end(complex.isMixed);
      if (unfinished !== undefined) {
        this.#add(element, unfinished, line);
      }
    }
  }

  /** References to ids that the whole file does not have. */
  dangling(root: XmlElement): readonly SchemaProblem[] {
    return this.#references
      .filter(({ id }) => !this.#ids.has(id))
      .map(({ element, id }) => ({
        element,
        message: `cvc-id.1: There is no ID/IDREF binding for IDREF '${id}'.`,
        line: root.endPlace.line,
      }));
  }

  #typeOf(element: XmlElement, declared: string | undefined): string | undefined {
    const written = attributeOf(element, 'type', instanceNamespace)?.trim();
    if (written === undefined) {
      return declared;
    }
    const [first = '', second] = written.split(':');
    const namespace = element.namespaces.get(second === undefined ? '' : first) ?? '';
    const name = `${prefixes.get(namespace) ?? '?'}${second ?? first}`;
    if (namespace === schemaNamespace) {
      return declared;
    }
    if (schemaType(name) === undefined) {
      const message = `cvc-elt.4.2: Cannot resolve '${written}' to a type definition for element '${element.qualifiedName}'.`;
      this.#add(element, message, element.tagEndLine);
      return declared;
    }
    if (declared !== undefined && name !== declared && !isDerived(name, declared)) {
      const message = `cvc-elt.4.3: Type '${written}' is not validly derived from the type definition, '${declared}', of element '${element.qualifiedName}'.`;
      this.#add(element, message, element.tagEndLine);
      return declared;
    }
    return name;
  }

  #checkAttributes(
    element: XmlElement,
    known: ReadonlyMap<string, { readonly type: string; readonly isRequired: boolean }>,
  ): void {
    const line = element.tagEndLine;
    const own = element.attributes.filter(({ namespace }) => namespace === '');
    for (const { name } of own.filter((attribute) => !known.has(attribute.name))) {
      const message = `cvc-complex-type.3.2.2: Attribute '${name}' is not allowed to appear in element '${element.qualifiedName}'.`;
      this.#add(element, message, line);
    }
    for (const { name, value } of own) {
      this.#checkValue({ element, value, type: known.get(name)?.type ?? '', line });
    }
    for (const [name, { isRequired }] of known) {
      if (isRequired && !own.some((attribute) => attribute.name === name)) {
        const message = `cvc-complex-type.4: Attribute '${name}' must appear on element '${element.qualifiedName}'.`;
        this.#add(element, message, line);
      }
    }
  }

  #checkValue(at: {
    readonly element: XmlElement;
    readonly value: string;
    readonly type: string;
    readonly line: number;
  }): void {
    const { element, type, line } = at;
    const value = at.value.trim();
    const problem = simpleTypeProblem(at.value, type, element.namespaces);
    if (problem !== undefined) {
      this.#add(element, problem, line);
    } else if (type === 'ID' && this.#ids.has(value)) {
      this.#add(element, `cvc-id.2: There are multiple occurrences of ID value '${value}'.`, line);
    } else if (type === 'ID') {
      this.#ids.add(value);
    } else if (type === 'IDREF') {
      this.#references.push({ element, id: value });
    }
  }

  #add(element: XmlElement, message: string, line: number): void {
    this.problems.push({ element, message, line });
  }
}

/** Walks the children of one element along its content model; after a misfit it asks no more. */
class Content {
  readonly #element: XmlElement;
  #left: readonly Particle[] | undefined;
  #taken = 0;

  constructor(element: XmlElement, particles: readonly Particle[] | undefined) {
    this.#element = element;
    this.#left = particles;
  }

  /** The type of the next child, and what is wrong with its being there. */
  next(child: XmlElement): { readonly childType?: string | undefined; readonly problem?: string } {
    const name = schemaName(child);
    const open = this.#open();
    const global = name === undefined ? undefined : globalType(name);
    if (open === undefined) {
      return { childType: global };
    }
    const at = open.findIndex((particle) => takes(particle, name ?? ''));
    const particle = open[at];
    const isTooEarly = open.slice(0, Math.max(at, 0)).some((each) => this.#needs(each));
    if (particle === undefined || isTooEarly) {
      this.#left = undefined;
      return { childType: global, problem: this.#unexpected(child, open) };
    }
    if (this.#left?.[0] !== particle) {
      this.#taken = 0;
    }
    this.#taken += 1;
    this.#left = [particle, ...open.slice(at + 1)];
    return { childType: particle.types.get(name ?? '') ?? global };
  }

  /** What is missing after the last child, or text that may not be there. */
  end(isMixed: boolean): string | undefined {
    const open = this.#open();
    const needed = open?.findIndex((particle) => this.#needs(particle)) ?? -1;
    const [current] = this.#left ?? [];
    if (needed === 0 && current !== undefined && this.#taken > 0 && open?.[0] === current) {
      const left = current.min - this.#taken;
      return `cvc-complex-type.2.4.i: The content of element '${this.#element.qualifiedName}' is not complete. '${expectedNames([current])}' is expected to occur a minimum of '${String(current.min)}' times. ${left === 1 ? 'One more instance is' : `'${String(left)}' more instances are`} required to satisfy this constraint.`;
    }
    if (open !== undefined && needed >= 0) {
      return `cvc-complex-type.2.4.b: The content of element '${this.#element.qualifiedName}' is not complete. One of '{${expectedNames(open.slice(0, needed + 1))}}' is expected.`;
    }
    return isMixed || this.#element.text === '' || this.#left === undefined
      ? undefined
      : `cvc-complex-type.2.3: Element '${this.#element.qualifiedName}' cannot have character [children], because the type's content type is element-only.`;
  }

  /** Positions that the next child may take. */
  #open(): readonly Particle[] | undefined {
    const [first, ...rest] = this.#left ?? [];
    return this.#taken > 0 && first?.isRepeated === false ? rest : this.#left;
  }

  #needs(particle: Particle): boolean {
    return particle === this.#left?.[0] ? this.#taken < particle.min : particle.min > 0;
  }

  #unexpected(child: XmlElement, open: readonly Particle[]): string {
    const needed = open.findIndex((particle) => this.#needs(particle));
    const expected = expectedNames(needed < 0 ? open : open.slice(0, needed + 1));
    if (expected === '') {
      return `cvc-complex-type.2.4.d: Invalid content was found starting with element '${child.qualifiedName}'. No child element is expected at this point.`;
    }
    const found = `{${child.namespace === '' ? '' : `"${child.namespace}":`}${child.name}}`;
    return `cvc-complex-type.2.4.a: Invalid content was found starting with element '${found}'. One of '{${expected}}' is expected.`;
  }
}

function isDerived(type: string, from: string): boolean {
  return schemaType(type)?.bases.includes(from) === true;
}

function expectedNames(open: readonly Particle[]): string {
  return open
    .flatMap(({ names }) => names)
    .map((name) => {
      const [, prefix = '', local = ''] = /^(\w+:)?(.*)$/.exec(name) ?? [];
      return `"${namespaceOfPrefix.get(prefix) ?? ''}":${local}`;
    })
    .join(', ');
}

/** Name of an element as the table of types has it; undefined outside the namespaces of BPMN. */
function schemaName({ name, namespace }: XmlElement): string | undefined {
  const prefix = prefixes.get(namespace);
  return prefix === undefined ? undefined : `${prefix}${name}`;
}
