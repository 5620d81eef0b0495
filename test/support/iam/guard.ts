import { FaultProxy } from '../fault-proxy';
import { Fault } from '../faults';
import { FaultyEndpoints, startFaultProxies } from '../faulty-platform';
import { ISSUER_VARIABLES } from '../issuer';
import type { DeployedFunction } from './deployed';
import { allowed, Grant, Need, superfluous } from './grants';
import { needsOf, Service } from './needs';

/** Stands between a function and the embedded platform, and plays IAM: what the function's role does not allow is denied. */
export class Guard {
  readonly used: Need[] = [];
  readonly denied: Need[] = [];
  grants: readonly Grant[];

  private constructor(
    private readonly deployed: DeployedFunction,
    readonly stores: FaultyEndpoints,
    private readonly secrets: FaultProxy,
    private readonly platform: Readonly<Record<string, string>>,
  ) {
    this.grants = deployed.grants;
    this.watch('dynamodb', stores.tables);
    this.watch('sqs', stores.queues);
    this.watch('sns', stores.topics);
    this.watch('ses', stores.mails);
    this.watch('secretsmanager', secrets);
    secrets.always('GetSecretValue', SECRET);
  }

  static async start(deployed: DeployedFunction, platform: Readonly<Record<string, string>>): Promise<Guard> {
    const stores = await startFaultProxies(platform);
    return new Guard(deployed, stores, await FaultProxy.start(NOWHERE), platform);
  }

  /** What the function finds in its environment: what the template says, and where the services are. */
  get environment(): Record<string, string> {
    const { tables, queues, topics, mails } = this.stores;
    return {
      ...this.deployed.variables(this.platform),
      AWS_REGION: 'us-east-1',
      // Lambda hands each function its role's credentials.
      AWS_ACCESS_KEY_ID: 'embedded',
      AWS_SECRET_ACCESS_KEY: 'embedded',
      AWS_ENDPOINT_URL_DYNAMODB: tables.url,
      AWS_ENDPOINT_URL_SQS: queues.url,
      AWS_ENDPOINT_URL_SNS: topics.url,
      AWS_ENDPOINT_URL_SESV2: mails.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: this.secrets.url,
      LOG_LEVEL: 'SILENT',
      // The pool's keys are its own; here the tests sign.
      ...ISSUER_VARIABLES,
    };
  }

  /** What the role has and neither the function nor Lambda in its name has needed. */
  get unused(): Grant[] {
    return superfluous(this.deployed.grants, [...this.used, ...this.deployed.polling]);
  }

  async stop(): Promise<void> {
    await Promise.all([this.stores.stop(), this.secrets.stop()]);
  }

  private watch(service: Service, proxy: FaultProxy): void {
    proxy.always((call) => {
      const needs = needsOf(service, call);
      const missing = needs.filter((need) => !allowed(this.grants, need));
      this.used.push(...needs);
      this.denied.push(...missing);
      return missing.length > 0;
    }, DENIALS[service]);
  }
}

/** Nothing is forwarded to Secrets Manager, which has no stand-in. */
const NOWHERE = 'http://127.0.0.1:9';

const SECRET: Fault = { kind: 'answer', status: 200, body: () => ({ SecretString: 'a'.repeat(48) }) };

const denial = (status: number, body: object | string): Fault => ({ kind: 'answer', status, body: () => body });
const MESSAGE = 'User is not authorized, because no identity-based policy allows the action';
const JSON_DENIAL = { __type: 'com.amazon.coral.service#AccessDeniedException', Message: MESSAGE, message: MESSAGE };

const DENIALS: Readonly<Record<Service, Fault>> = {
  dynamodb: denial(400, JSON_DENIAL),
  sqs: denial(403, JSON_DENIAL),
  sns: denial(
    403,
    '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>' +
      `<Code>AuthorizationError</Code><Message>${MESSAGE}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  ),
  ses: denial(403, JSON_DENIAL),
  secretsmanager: denial(400, JSON_DENIAL),
};
