import { raised } from '../checks/alarm-judge';
import { evaluate } from '../checks/metric-math';
import { synthesize } from '../checks/synthesize';
import { list, ofType, Properties, referred, StageTemplate } from '../checks/template';
import { resourceName } from '../../src/messaging/queues';
import { COMPOSITES } from './create-alarms';
import { SCENES } from './scenes.fixture';

// A synthesis is 2 to 5 s of CPU, and CI shares its cores.
jest.setTimeout(180_000);

const ALARM = 'AWS::CloudWatch::Alarm';
/** CloudWatch learns its band from two weeks of traffic: it cannot be judged here. */
const LEARNED = ['api-traffic-unusual'];

let prod: StageTemplate;
let dev: StageTemplate;
beforeAll(() => {
  prod = synthesize('prod');
  dev = synthesize('dev');
});

const namesIn = (template: StageTemplate): string[] =>
  ofType(template, ALARM).map(([, { AlarmName }]) => String(AlarmName).replace(resourceName(template.stage, ''), ''));
const alarm = (template: StageTemplate, name: string): Properties =>
  ofType(template, ALARM).find(([, { AlarmName }]) => AlarmName === resourceName(template.stage, name))?.[1] ?? {};
const topicNamed = (template: StageTemplate, name: string): string | undefined =>
  ofType(template, 'AWS::SNS::Topic').find(
    ([, { TopicName }]) => TopicName === resourceName(template.stage, name),
  )?.[0];

describe('the alarms of prod', () => {
  it('have a scene each, but for those that learn', () => {
    expect(new Set(namesIn(prod).filter((name) => !LEARNED.includes(name)))).toEqual(new Set(Object.keys(SCENES)));
  });

  it.each(Object.entries(SCENES))('%s is raised by its fault and not by noise', (name, scenes) => {
    expect([scenes.fault, raised(alarm(prod, name), scenes.raised)]).toEqual([scenes.fault, true]);
    expect([scenes.noise, raised(alarm(prod, name), scenes.quiet)]).toEqual([scenes.noise, false]);
  });
});

describe('the alarms of dev', () => {
  it('are the basic ones, judged by the same scenes', () => {
    expect(namesIn(dev)).toEqual(
      expect.arrayContaining(['api-latency', 'api-errors', 'orders-queue-depth', 'orders-dlq']),
    );
    for (const name of namesIn(dev)) {
      const scenes = SCENES[name];
      expect([name, scenes && raised(alarm(dev, name), scenes.raised)]).toEqual([name, true]);
    }
    expect(namesIn(dev).filter((name) => /canary|stands-still|grows|waf|bounces/.test(name))).toEqual([]);
  });
});

describe('a person', () => {
  const children = (composite: Properties): string[] =>
    [...JSON.stringify(composite.AlarmRule).matchAll(/"Fn::GetAtt":\["([^"]+)","Arn"\]/g)].map(([, id = '']) =>
      String(prod.resources[id]?.Properties?.AlarmName).replace('dinex-prod-', ''),
    );
  const composites = () => ofType(prod, 'AWS::CloudWatch::CompositeAlarm').map(([, composite]) => composite);

  it('is woken by composites alone, and by who asks from outside', () => {
    const pages = topicNamed(prod, 'alarms');
    const waking = composites().filter(({ AlarmActions }) => list(AlarmActions).map(referred).includes(pages));
    expect(waking.map(({ AlarmName }) => AlarmName)).toEqual([
      'dinex-prod-customers-feel-it',
      'dinex-prod-events-stand-still',
    ]);
    expect(list(alarm(prod, 'outside').AlarmActions).map(referred)).toEqual([pages]);
    for (const [, { AlarmActions, OKActions }] of ofType(prod, ALARM).filter(
      ([, { AlarmName }]) => AlarmName !== 'dinex-prod-outside',
    ))
      expect([AlarmActions, OKActions].map((actions) => list(actions).map(referred))).toEqual([
        [topicNamed(prod, 'notices')],
        [topicNamed(prod, 'notices')],
      ]);
  });

  it('hears of each alarm in one composite, but of a deployment from CodeDeploy', () => {
    const heard = composites().flatMap(children);
    expect(new Set(heard).size).toBe(heard.length);
    expect(new Set(heard)).toEqual(
      new Set(namesIn(prod).filter((name) => !name.includes('-canary') && name !== 'outside')),
    );
    expect(composites()).toHaveLength(COMPOSITES.length);
  });

  it('hears of no more than CloudWatch lets a composite hold: 100 alarms in 10,240 characters', () => {
    const arn = 'ALARM("arn:aws:cloudwatch:us-east-1:111122223333:alarm:dinex-prod-")'.length;
    for (const composite of composites()) {
      const names = children(composite);
      expect(names.length).toBeLessThanOrEqual(100);
      expect(names.reduce((sum, name) => sum + arn + name.length + ' OR '.length, 0)).toBeLessThan(10_240);
    }
  });

  it.each([
    ['customers-feel-it', ['api-5xx', 'api-latency-p99', 'api-throttles', 'api-silent', 'api-errors']],
    ['events-stand-still', ['stream-age', 'stream-stands-still', 'notifications-queue-age', 'orders-dlq-grows']],
    ['look-tomorrow', ['orders-dlq', 'orders-throttled', 'backup-failed', 'sms-spent', 'api-traffic-unusual']],
  ])('is told that %s by what concerns it', (name, expected) => {
    const composite = composites().find(({ AlarmName }) => AlarmName === `dinex-prod-${name}`) ?? {};
    expect(children(composite)).toEqual(expect.arrayContaining(expected));
    expect(JSON.stringify(composite.AlarmRule)).not.toContain(' AND ');
  });

  it('is sent the two severities through two topics, each with a mail address', () => {
    for (const name of ['alarms', 'notices']) {
      const topic = topicNamed(prod, name);
      const mails = ofType(prod, 'AWS::SNS::Subscription').filter(
        ([, { TopicArn, Protocol }]) => Protocol === 'email' && referred(TopicArn) === topic,
      );
      expect(mails).toHaveLength(1);
    }
  });
});

describe('the judge', () => {
  const frame = { series: { a: [1, undefined, 3], b: [2, 2, 2] }, periods: 3, hours: [1, 2, 3] };

  it.each<[string, (number | undefined)[]]>([
    ['a + b * 2', [5, undefined, 7]],
    ['FILL(a, 0) + 1', [2, 1, 4]],
    ['IF(a > 2, b, 0)', [0, undefined, 2]],
    ['DIFF(b)', [undefined, 0, 0]],
    ['HOUR(TIME_SERIES(1)) >= 2', [0, 1, 1]],
    ['(a - b) / b', [-0.5, undefined, 0.5]],
  ])('computes %s as CloudWatch does', (expression, value) => {
    expect(evaluate(expression, frame)).toEqual(value);
  });

  it('refuses what it does not know', () => {
    for (const unknown of ['SLICE(a)', 'c + 1', 'a b']) expect(() => evaluate(unknown, frame)).toThrow();
  });

  it('tells the statistics of a period apart', () => {
    const samples = { Latency: [[1, 1, 1, 1, 100]] };
    const of = (statistic: Properties, threshold: number): boolean =>
      raised(
        {
          MetricName: 'Latency',
          Threshold: threshold,
          EvaluationPeriods: 1,
          ComparisonOperator: 'GreaterThanThreshold',
          ...statistic,
        },
        { samples },
      );
    expect([of({ Statistic: 'Sum' }, 103), of({ Statistic: 'Average' }, 20), of({ Statistic: 'Maximum' }, 99)]).toEqual(
      [true, true, true],
    );
    expect([of({ ExtendedStatistic: 'p99' }, 99), of({ ExtendedStatistic: 'p50' }, 1)]).toEqual([true, false]);
  });
});
