import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Construct } from 'constructs';
import type { AlarmTopics } from '../alarms/create-alarms';
import { Deployment, named } from '../deployment';

const STEPS = [
  { type: 'ACTUAL', share: 0.5, topic: 'notices' },
  { type: 'ACTUAL', share: 0.8, topic: 'notices' },
  { type: 'ACTUAL', share: 1, topic: 'pages' },
  { type: 'FORECASTED', share: 1, topic: 'pages' },
] as const;

/**
 * Tells when the account's month has cost half and most of the limit, when it costs more, and when it is going to. Of the whole account: a filter by tag
 * counts nothing until somebody activates the tag, and then no alarm would ever come.
 */
export function createBudget(scope: Construct, deployment: Deployment, topics: AlarmTopics): CfnBudget {
  const limit = deployment.config.monthlyBudgetUsd;
  return new CfnBudget(scope, 'Budget', {
    budget: {
      budgetName: named(deployment, 'monthly'),
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: limit, unit: 'USD' },
    },
    notificationsWithSubscribers: STEPS.map(({ type, share, topic }) => ({
      notification: {
        notificationType: type,
        comparisonOperator: 'GREATER_THAN',
        threshold: limit * share,
        thresholdType: 'ABSOLUTE_VALUE',
      },
      subscribers: [{ subscriptionType: 'SNS', address: topics[topic].topicArn }],
    })),
  });
}
