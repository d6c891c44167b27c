/**
 * A random case as plain data: its processes as trees of blocks. A tree can be made smaller block by
 * block, and `emit-process.ts` turns every tree into a valid model.
 */

/** An input or output mapping; `source` is FEEL with its `=`, or a static text. */
export interface Mapping {
  readonly source: string;
  readonly target: string;
}

/** What an event waits for or throws. */
export type Trigger =
  | { readonly kind: 'message'; readonly name: string; readonly key: string }
  | {
      readonly kind: 'timer';
      readonly type: 'Duration' | 'Cycle' | 'Date';
      readonly text: string;
    }
  | { readonly kind: 'signal'; readonly name: string }
  /** Without `code` it catches every code. */
  | { readonly kind: 'error' | 'escalation'; readonly code?: string }
  | { readonly kind: 'compensate'; readonly activity?: string }
  | { readonly kind: 'terminate' };

/** An execution listener. */
export interface Listener {
  readonly on: 'start' | 'end';
  readonly type: string;
}

/** What every node may have. */
export interface NodePlan {
  readonly id: string;
  readonly inputs?: readonly Mapping[];
  readonly outputs?: readonly Mapping[];
  readonly listeners?: readonly Listener[];
}

/** Multi-instance characteristics. */
export interface LoopPlan {
  readonly isSequential: boolean;
  readonly inputCollection: string;
  readonly inputElement?: string;
  readonly outputCollection?: string;
  readonly outputElement?: string;
  readonly completionCondition?: string;
}

/** A boundary event with what follows it. */
export interface BoundaryPlan extends NodePlan {
  readonly trigger: Trigger;
  readonly interrupting: boolean;
  readonly then: Block;
  /** Whether what follows joins the path of the activity again. */
  readonly rejoins: boolean;
}

/** What compensates an activity. */
export interface CompensationPlan {
  readonly boundaryId: string;
  readonly handler: ActivityBlock;
}

/** What every activity may have. */
export interface ActivityPlan extends NodePlan {
  readonly loop?: LoopPlan;
  readonly boundaries?: readonly BoundaryPlan[];
  readonly compensation?: CompensationPlan;
}

/** An event sub-process. */
export interface EventSubPlan extends NodePlan {
  readonly startId: string;
  readonly trigger: Trigger;
  readonly interrupting: boolean;
  readonly body: Block;
}

/** Activities. */
export type ActivityBlock =
  | (ActivityPlan & {
      readonly kind: 'job';
      readonly tag: 'serviceTask' | 'sendTask' | 'businessRuleTask' | 'scriptTask';
      readonly type: string;
      readonly retries?: string;
      readonly headers: readonly (readonly [key: string, value: string])[];
    })
  | (ActivityPlan & { readonly kind: 'user' })
  | (ActivityPlan & {
      readonly kind: 'script';
      readonly expression: string;
      readonly result: string;
    })
  | (ActivityPlan & { readonly kind: 'receive'; readonly trigger: Trigger })
  | (ActivityPlan & { readonly kind: 'plain'; readonly tag: 'task' | 'manualTask' })
  | (ActivityPlan & {
      readonly kind: 'call';
      readonly processId: string;
      readonly passAll?: boolean;
      readonly returnAll?: boolean;
    })
  | (ActivityPlan & {
      readonly kind: 'sub';
      readonly body: Block;
      readonly events: readonly EventSubPlan[];
    });

/** One way out of a gateway; without condition it is the default way where there is a choice. */
export interface Branch {
  readonly condition?: string;
  readonly body: Block;
}

/** A piece of a process with one way in and any number of ways out. */
export type Block =
  | ActivityBlock
  | { readonly kind: 'sequence'; readonly blocks: readonly Block[] }
  | (NodePlan & { readonly kind: 'catch' | 'throw'; readonly trigger?: Trigger })
  | (NodePlan & { readonly kind: 'end'; readonly trigger?: Trigger })
  /** A throw event whose message is published by a worker. */
  | (NodePlan & { readonly kind: 'send'; readonly type: string; readonly isEnd: boolean })
  | (NodePlan & {
      readonly kind: 'exclusive' | 'inclusive' | 'parallel';
      readonly branches: readonly Branch[];
      /** What joins the branches: a gateway of the same kind, another, or nothing. */
      readonly join: 'exclusive' | 'inclusive' | 'parallel' | 'none';
    })
  | (NodePlan & {
      readonly kind: 'events';
      readonly branches: readonly {
        readonly id: string;
        readonly trigger: Trigger;
        readonly body: Block;
      }[];
    })
  /** Repeats its body while `again` holds, at most `limit` times by a counter. */
  | (NodePlan & {
      readonly kind: 'repeat';
      readonly body: Block;
      readonly again: string;
      readonly limit: number;
    })
  | (NodePlan & { readonly kind: 'link'; readonly name: string });

/** One process. */
export interface ProcessPlan {
  readonly id: string;
  readonly body: Block;
  readonly events: readonly EventSubPlan[];
  readonly listeners?: readonly Listener[];
  /** A message or signal that starts it, besides its start event without trigger. */
  readonly startedBy?: { readonly id: string; readonly trigger: Trigger };
  /** Decides the order of sequence flows in the file. */
  readonly salt: number;
}

/** A case: processes that are deployed together; the first one is started. */
export interface CasePlan {
  readonly seed: number;
  readonly processes: readonly ProcessPlan[];
  readonly variables: Readonly<Record<string, unknown>>;
}
