/** The part of saxen that the reader uses; the package ships no types. */
declare module 'saxen' {
  export class Parser {
    on(
      event: 'openTag',
      handler: (
        name: string,
        attributes: () => unknown,
        decode: unknown,
        selfClosing: boolean,
      ) => void,
    ): this;
    on(
      event: 'closeTag',
      handler: (name: string, decode: unknown, selfClosing: boolean) => void,
    ): this;
    on(
      event: 'text' | 'cdata' | 'comment' | 'attention' | 'question',
      handler: (raw: string) => void,
    ): this;
    on(event: 'error', handler: (error: Error) => void): this;
    parse(text: string): unknown;
  }
}
