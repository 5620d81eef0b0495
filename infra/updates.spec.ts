import { Template as Synthesized } from 'aws-cdk-lib/assertions';
import { createApp } from './checks/synthesize';
import type { Template } from './checks/template';
import { Deployment, deploymentOf } from './deployment';
import { createStacks } from './stacks';
import { StageConfig, STAGE_CONFIGS } from './stages';

// A synthesis is 2 to 5 s of CPU, and CI shares its cores.
jest.setTimeout(180_000);

interface Deployed {
  readonly exports: ReadonlySet<string>;
  readonly imports: ReadonlySet<string>;
}

const { plans: _plans, ...withoutPlans } = STAGE_CONFIGS.prod.functions;
const stream = 'arn:aws:dynamodb:us-east-1:111122223333:table/r/stream/1';

function stacksOf(config: Partial<StageConfig> = {}, changed: Partial<Deployment> = {}) {
  const app = createApp();
  const deployment = deploymentOf('prod', app.node);
  return createStacks(app, { ...deployment, config: { ...deployment.config, ...config }, ...changed });
}

function deployed(...change: Parameters<typeof stacksOf>): Deployed {
  const templates = stacksOf(...change).map((stack) => Synthesized.fromStack(stack).toJSON() as Template);
  const outputs = templates.flatMap(({ Outputs = {} }) => Object.values(Outputs));
  return {
    exports: new Set(outputs.flatMap(({ Export }) => (Export === undefined ? [] : [Export.Name]))),
    imports: new Set(
      [...JSON.stringify(templates).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name = '']) => name),
    ),
  };
}

describe('an update of prod', () => {
  const before = deployed();

  it.each<[string, ...Parameters<typeof stacksOf>]>([
    ['without plans', { functions: withoutPlans }],
    ['without canary', { canary: false }],
    ['without X-Ray', { tracing: false }],
    [
      'to restored tables',
      {},
      { restored: { orders: { name: 'r', streamArn: stream }, plans: { name: 's', streamArn: stream } } },
    ],
  ])('%s removes no export that a deployed stack still imports', (_, ...change) => {
    const after = deployed(...change);
    expect([...before.imports].filter((name) => !after.exports.has(name))).toEqual([]);
  });

  it('makes what guards an alias before it changes the alias', () => {
    const [api, delivery] = ['api', 'delivery'].map((name) =>
      stacksOf().find(({ stackName }) => stackName === `dinex-prod-${name}`),
    );
    expect(api?.dependencies.map(({ stackName }) => stackName)).toContain(delivery?.stackName);
  });
});
