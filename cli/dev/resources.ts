/** Closes in reverse order of opening what a running system is made of. */
export class OpenResources {
  readonly #open: { readonly name: string; readonly close: () => Promise<void> }[] = [];

  /** Remembers a thing to close; `name` is what progress and errors call it. */
  add(name: string, close: () => Promise<void>): void {
    this.#open.push({ name, close });
  }

  /**
   * Closes everything, last opened first, also when one of them fails. Each gets `timeoutMs`; one
   * that takes longer is left and named. Returns a line for each that did not close cleanly.
   */
  async closeAll(timeoutMs: number): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const resource of this.#open.splice(0).reverse()) {
      const fault = await closeWithin(resource.close, timeoutMs);
      if (fault !== undefined) {
        faults.push(`${resource.name} did not close cleanly: ${fault}`);
      }
    }
    return faults;
  }
}

async function closeWithin(
  close: () => Promise<void>,
  timeoutMs: number,
): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => {
      resolve(`still busy after ${String(timeoutMs)} ms`);
    }, timeoutMs);
  });
  const done = close().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const fault = await Promise.race([done, late]);
  clearTimeout(timer);
  return fault;
}
