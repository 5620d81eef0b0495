import { ENDPOINT_VARIABLES } from '../../src/local/stand-ins';
import { FaultProxy } from './fault-proxy';

export interface FaultyEndpoints {
  readonly tables: FaultProxy;
  readonly queues: FaultProxy;
  readonly topics: FaultProxy;
  readonly mails: FaultProxy;
  /** The given variables, with every endpoint behind its proxy. */
  readonly environment: Readonly<Record<string, string>>;
  heal(): void;
  stop(): Promise<void>;
}

/** A fault proxy before each stand-in: hand its `environment` to what shall suffer, the platform's own to what shall not. */
export async function startFaultProxies(environment: Readonly<Record<string, string>>): Promise<FaultyEndpoints> {
  const [tables, queues, topics, mails] = (await Promise.all(
    ENDPOINT_VARIABLES.map((name) => FaultProxy.start(environment[name] ?? '')),
  )) as [FaultProxy, FaultProxy, FaultProxy, FaultProxy];
  const proxies = [tables, queues, topics, mails];
  const urls = Object.fromEntries(ENDPOINT_VARIABLES.map((name, index) => [name, proxies[index]?.url ?? '']));
  return {
    tables,
    queues,
    topics,
    mails,
    environment: { ...environment, ...urls },
    heal: () => {
      proxies.forEach((proxy) => {
        proxy.heal();
      });
    },
    stop: async () => {
      await Promise.all(proxies.map((proxy) => proxy.stop()));
    },
  };
}
