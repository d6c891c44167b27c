/** A part of the stack; also its host name among containers. */
export type PartName =
  'postgres' | 'rabbitmq' | 'opensearch' | 'camunda' | 'payments' | 'worker' | 'booking';

/** A port that a part listens on for others. */
export type PortName = 'database' | 'amqp' | 'search' | 'grpc' | 'operate' | 'management' | 'http';

/** A port of a part. */
export interface StackPort {
  readonly name: PortName;
  /** What it is inside a container, and what a container publishes it as unless told otherwise. */
  readonly number: number;
  /** Option of `jobwright stack up` and, in capitals with underscores, variable of compose.yaml. */
  readonly option: string;
}

/** How one knows that a part can be used. `process`: it runs, and logged `ready`. */
export type HealthCheck =
  | { readonly kind: 'postgres'; readonly port: PortName }
  | { readonly kind: 'tcp'; readonly port: PortName }
  | { readonly kind: 'http'; readonly port: PortName; readonly path: string }
  | { readonly kind: 'process' };

/** Where parts find each other: containers by their names, processes on loopback ports. */
export interface Places {
  /** Where a part listens, as another part sees it: `host:port`. */
  at(part: PartName, port: PortName): string;
  /** Where it listens, as people and browsers on this machine see it: `host:port`. */
  published(part: PartName, port: PortName): string;
  /** Address that a service binds to. */
  readonly bind: string;
  /** Port that the booking service binds to. */
  readonly httpPort: string;
  /** Password of the database's user. */
  readonly databasePassword: string;
  /** The database to use instead of the stack's own. */
  readonly foreignDatabase?: string;
  /** Value of a variable that the caller may set, else `fallback`. */
  given(variable: string, fallback: string): string;
}

/** What a variable of a part is called and holds. */
export interface Setting {
  readonly value: string;
  /** Names in the container, and without Docker, where the part may be of an older version. */
  readonly container: readonly string[];
  readonly local: readonly string[];
}

/** One part, as containers and as processes without Docker. */
export interface StackPart {
  readonly name: PartName;
  /** What it is, in a few words. */
  readonly title: string;
  /** What must be healthy before it starts. */
  readonly needs: readonly PartName[];
  readonly container: {
    readonly image: string;
    readonly version: string;
    /** Folder that outlives the container. */
    readonly volume?: string;
  };
  /** Where it comes from without Docker. */
  readonly local: { readonly source: string; readonly version: string };
  readonly ports: readonly StackPort[];
  readonly health: HealthCheck;
  /** Seconds it may take to become healthy. */
  readonly startSeconds: number;
  settings(places: Places): readonly Setting[];
}
