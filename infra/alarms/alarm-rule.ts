import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Deployment } from '../deployment';
import type { HandlerName } from '../stages';

/** Whom an alarm concerns: it wakes somebody, waits for the morning, or is CodeDeploy's alone. */
export type Concern = 'customers' | 'events' | 'tomorrow' | 'deployment';

/** What is watched, and when it is too much. Whether a person is woken is for the composites to say. */
export interface AlarmRule {
  /** The alarm's name behind the stage's prefix. */
  readonly name: string;
  readonly metric: IMetric;
  /** The alarm goes off above it. */
  readonly threshold: number;
  /** How many of the latest periods must be above it. Default 1 of 1. */
  readonly periods?: readonly [breaching: number, of: number];
  /** What a period without any datapoint counts as. Default fine: who is not called does not fail. */
  readonly silence?: 'fine' | 'breaching';
  readonly concern: Concern;
  readonly meaning: string;
  /** The heading in docs/runbook.md that says what to do. */
  readonly runbook: string;
}

export interface Watched {
  readonly deployment: Deployment;
  readonly handlers: readonly HandlerName[];
}
