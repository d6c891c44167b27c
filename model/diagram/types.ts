/** Where something is drawn, in the units of the file: pixels at full size. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A point of a line. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A shape that the file draws, with what its look depends on. */
export interface DiagramShape {
  readonly elementId: string;
  /** The element's BPMN name: `serviceTask`, `participant`, `textAnnotation`. */
  readonly kind: string;
  /** Its name; the text of an annotation. Empty when there is none. */
  readonly name: string;
  readonly bounds: Bounds;
  /** Where the name stands, when the file says so. */
  readonly label?: Bounds;
  /** `message`, `timer`, …; absent for what is no event, or an event without definition. */
  readonly event?: string;
  /** False for boundary events and start events that do not interrupt. */
  readonly isInterrupting: boolean;
  /** Sub-processes: whether their inside is drawn in this diagram. */
  readonly isExpanded: boolean;
  /** Pools and lanes: whether they lie. */
  readonly isHorizontal: boolean;
  readonly isEventSubProcess: boolean;
  readonly isForCompensation: boolean;
  readonly loop?: 'parallel' | 'sequential' | 'standard';
}

/** A line that the file draws. */
export interface DiagramEdge {
  readonly elementId: string;
  /** The element's BPMN name: `sequenceFlow`, `messageFlow`, `association`. */
  readonly kind: string;
  readonly name: string;
  /** At least two. */
  readonly waypoints: readonly Point[];
  readonly label?: Bounds;
  /** A sequence flow that its source takes when no other fits. */
  readonly isDefault: boolean;
  /** A sequence flow with a condition that leaves an activity. */
  readonly isConditional: boolean;
}

/** One diagram of a file: what a process or collaboration, or a collapsed sub-process, looks like. */
export interface Diagram {
  /** Id of the process, collaboration or sub-process that is drawn. */
  readonly elementId: string;
  /** In document order. */
  readonly shapes: readonly DiagramShape[];
  readonly edges: readonly DiagramEdge[];
}
