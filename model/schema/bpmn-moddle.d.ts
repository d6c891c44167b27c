/** The part of bpmn-moddle that the schema check uses; the package types only its element types. */
declare module 'bpmn-moddle' {
  export interface PropertyDescriptor {
    readonly ns: { readonly prefix: string; readonly localName: string };
    readonly type: string;
    readonly isAttr?: boolean;
  }
  export interface TypeDescriptor {
    readonly properties: readonly PropertyDescriptor[];
  }
  export class BpmnModdle {
    readonly registry: {
      /** @throws Error when the type is not known */
      getEffectiveDescriptor(name: string): TypeDescriptor;
    };
  }
}
