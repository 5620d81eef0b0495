import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { QUEUE_IDS, QUEUES } from '../../src/messaging/queues';
import { connectFunctions, Functions } from '../constructs/connections';
import { DinexFunction } from '../constructs/dinex-function';
import { addQueueSource, addStreamSources } from '../constructs/event-sources';
import { probeFromOutside } from '../constructs/outside-probe';
import {
  addCustomDomain,
  createRestApi,
  publicBaseUrl,
  routeEverythingTo,
  keepLinksOutOfTraces,
} from '../constructs/rest-api';
import { tellWhoIsWho } from '../constructs/principals';
import { addClients } from '../constructs/usage-plans';
import type { SignIn } from '../constructs/user-pool';
import { protectByWebAcl } from '../constructs/web-acl';
import { Deployment, stackName } from '../deployment';
import type { FunctionConfig, HandlerName } from '../stages';
import { consumersAtOnce } from '../stages';
import { TIMEOUT_SECONDS } from '../timeouts';
import type { DataSource } from './data-stack';
import type { MessagingStack } from './messaging-stack';

/** The REST API, its clients, the Lambdas, and what calls them. */
export class ApiStack extends Stack {
  readonly functions: Functions;
  readonly api: RestApi;

  constructor(
    scope: Construct,
    private readonly deployment: Deployment,
    data: DataSource,
    messaging: MessagingStack,
  ) {
    super(scope, stackName(deployment, 'api'), {
      env: deployment.env,
      description: `DINEX ${deployment.stage}: REST API and Lambdas`,
    });
    const key = data.keyFor(this);
    this.functions = this.createFunctions(key);
    connectFunctions(this, deployment, this.functions, messaging, key);
    for (const id of QUEUE_IDS) {
      const { consumer } = QUEUES[id];
      const fn = this.functions[consumer.handler];
      if (fn !== undefined)
        addQueueSource(fn, deployment, messaging.queues[id], {
          ...consumer,
          maxConcurrency: consumersAtOnce(deployment.config, id),
        });
    }
    addStreamSources(this.functions.stream, deployment, data, messaging.relayDeadLetters);
    this.api = this.createApi(key, messaging.topics.pages, data.signIn);
  }

  private createFunctions(key: IKey | undefined): Functions {
    const { deployment } = this;
    const { plans, ...always } = deployment.config.functions;
    const create = (handler: HandlerName, config: FunctionConfig): DinexFunction =>
      new DinexFunction(this, handler, { deployment, handler, timeoutSeconds: TIMEOUT_SECONDS[handler], config, key });
    return {
      api: create('api', always.api),
      notifications: create('notifications', always.notifications),
      'order-intake': create('order-intake', always['order-intake']),
      stream: create('stream', always.stream),
      ...(plans === undefined ? {} : { plans: create('plans', plans) }),
    };
  }

  private createApi(key: IKey | undefined, pages: ITopic, signIn: SignIn | undefined): RestApi {
    const { deployment } = this;
    const { webAcl, corsOrigins } = deployment.config.api;
    const api = createRestApi(this, deployment, key);
    routeEverythingTo(api, this.functions.api);
    keepLinksOutOfTraces(api, deployment);
    this.functions.api.function.addEnvironment('QUEUED_PLANS', this.functions.plans === undefined ? 'off' : 'on');
    this.functions.api.function.addEnvironment('CORS_ORIGINS', corsOrigins.join(','));
    for (const fn of [this.functions.api, this.functions.notifications])
      fn.function.addEnvironment('PUBLIC_BASE_URL', publicBaseUrl(api, deployment));
    addClients(api, deployment);
    tellWhoIsWho(this.functions.api, deployment, signIn);
    addCustomDomain(api, deployment);
    if (webAcl !== undefined) protectByWebAcl(this, deployment, api, webAcl, key);
    if (deployment.config.api.probed === true) probeFromOutside(api, deployment, pages);
    new CfnOutput(this, 'PublicBaseUrl', { value: publicBaseUrl(api, deployment) });
    return api;
  }
}
