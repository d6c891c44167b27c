/** The keys of a user's handler map, as far as its text shows them. */
export interface HandlerMap {
  /** Key to 1-based line and column. */
  readonly keys: ReadonlyMap<string, { readonly line: number; readonly column: number }>;
  /** True when a spread or a computed key may bring more keys. */
  readonly open: boolean;
  /** Where the map starts. */
  readonly line: number;
  readonly column: number;
}

/**
 * Finds the object literal that stands for a handlers interface in a TypeScript file: by `satisfies`,
 * by the type of its variable, or by the return type of the function it is returned from. Undefined
 * when there is none. ts-morph takes a third of a second to load, so it is imported on first use.
 */
export async function readHandlerMap(
  text: string,
  interfaces: readonly string[],
): Promise<HandlerMap | undefined> {
  const { Node, Project } = await import('ts-morph');
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const file = project.createSourceFile('handlers.ts', text);
  const names = (type: string): boolean =>
    interfaces.some((name) => type.split(/[^\p{ID_Continue}$]+/u).includes(name));
  const map = file.getDescendants().find((node) => {
    if (!Node.isObjectLiteralExpression(node)) {
      return false;
    }
    const parent = node.getParent();
    if (Node.isSatisfiesExpression(parent)) {
      return names(parent.getTypeNode()?.getText() ?? '');
    }
    if (Node.isVariableDeclaration(parent)) {
      return names(parent.getTypeNode()?.getText() ?? '');
    }
    const owner = node.getFirstAncestor((each) => Node.isReturnTyped(each));
    const direct = Node.isReturnStatement(parent) || Node.isParenthesizedExpression(parent);
    return direct && owner !== undefined && Node.isReturnTyped(owner)
      ? names(owner.getReturnTypeNode()?.getText() ?? '')
      : false;
  });
  if (!Node.isObjectLiteralExpression(map)) {
    return undefined;
  }
  const keys = new Map<string, { readonly line: number; readonly column: number }>();
  let open = false;
  for (const property of map.getProperties()) {
    const name = 'getNameNode' in property ? property.getNameNode() : undefined;
    if (name === undefined || name.getKindName() === 'ComputedPropertyName') {
      open = true;
    } else {
      // A key is an identifier or a quoted text; job types need no escapes.
      const key = name.getText().replace(/^(['"])(.*)\1$/s, '$2');
      keys.set(key, file.getLineAndColumnAtPos(property.getStart()));
    }
  }
  return { keys, open, ...file.getLineAndColumnAtPos(map.getStart()) };
}
