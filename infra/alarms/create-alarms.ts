import {
  Alarm,
  AlarmRule as Condition,
  AnomalyDetectionAlarm,
  ComparisonOperator,
  CompositeAlarm,
  IAlarm,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { StageMetrics } from '../constructs/metrics';
import { Deployment, named } from '../deployment';
import type { AlarmRule, Concern, Watched } from './alarm-rule';
import { alarmRules } from './index';

export interface AlarmTopics {
  /** Wakes somebody. */
  readonly pages: ITopic;
  /** Is read in the morning. */
  readonly notices: ITopic;
}

/** What a person is told: one alarm over all of a concern, so that an incident is one page and not ten. */
export const COMPOSITES = [
  {
    name: 'customers-feel-it',
    concern: 'customers',
    topic: 'pages',
    meaning: 'Callers get errors or wait, or cannot reach us',
  },
  { name: 'events-stand-still', concern: 'events', topic: 'pages', meaning: 'What was accepted does not go on' },
  { name: 'look-tomorrow', concern: 'tomorrow', topic: 'notices', meaning: 'Something wants mending, not at night' },
] as const satisfies readonly { name: string; concern: Concern; topic: keyof AlarmTopics; meaning: string }[];

/** Makes the alarms of a stage. Each tells the notices; where all are watched, the composites decide who is woken. */
export function createAlarms(scope: Construct, watched: Watched, topics: AlarmTopics): void {
  const { deployment } = watched;
  const made = alarmRules(watched).map((rule) => [rule, createAlarm(scope, deployment, rule, topics.notices)] as const);
  if (deployment.config.alarms !== 'all') return;
  const unusual = createTrafficBand(scope, deployment, topics.notices);
  for (const { name, concern, topic, meaning } of COMPOSITES) {
    const children: IAlarm[] = made.filter(([rule]) => rule.concern === concern).map(([, alarm]) => alarm);
    const composite = new CompositeAlarm(scope, name, {
      compositeAlarmName: named(deployment, name),
      alarmDescription: `${meaning}. Its causes are in the alarm's own text. What to do: docs/runbook.md#what-each-alarm-asks-for`,
      alarmRule: Condition.anyOf(...(concern === 'tomorrow' ? [...children, unusual] : children)),
    });
    composite.addAlarmAction(new SnsAction(topics[topic]));
    composite.addOkAction(new SnsAction(topics[topic]));
  }
}

function createAlarm(scope: Construct, deployment: Deployment, rule: AlarmRule, topic: ITopic): Alarm {
  const [breaching, of] = rule.periods ?? [1, 1];
  const alarm = new Alarm(scope, rule.name, {
    alarmName: named(deployment, rule.name),
    alarmDescription: `${rule.meaning}. What to do: docs/runbook.md#${rule.runbook}`,
    metric: rule.metric,
    threshold: rule.threshold,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    datapointsToAlarm: breaching,
    evaluationPeriods: of,
    treatMissingData: rule.silence === 'breaching' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  });
  const action = new SnsAction(topic);
  alarm.addAlarmAction(action);
  alarm.addOkAction(action);
  return alarm;
}

/** Traffic has the shape of a working day, which CloudWatch learns in two weeks: outside its band something happens that nobody planned. */
function createTrafficBand(scope: Construct, deployment: Deployment, topic: ITopic): Alarm {
  const alarm = new AnomalyDetectionAlarm(scope, 'api-traffic-unusual', {
    alarmName: named(deployment, 'api-traffic-unusual'),
    alarmDescription:
      'Far more or fewer requests than at this hour of other days. What to do: docs/runbook.md#unusual-traffic',
    metric: new StageMetrics(deployment).api('Count', Stats.SUM),
    stdDevs: 3,
    datapointsToAlarm: 3,
    evaluationPeriods: 3,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  alarm.addOkAction(new SnsAction(topic));
  return alarm;
}
