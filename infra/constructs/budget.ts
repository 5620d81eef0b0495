import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { Deployment, named } from '../deployment';

/**
 * Tells when the account's month costs more than the limit, and when it is going to. Of the whole account: a filter by tag
 * counts nothing until somebody activates the tag, and then no alarm would ever come.
 */
export function createBudget(scope: Construct, deployment: Deployment, topic: ITopic): CfnBudget {
  const limit = deployment.config.monthlyBudgetUsd;
  return new CfnBudget(scope, 'Budget', {
    budget: {
      budgetName: named(deployment, 'monthly'),
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: limit, unit: 'USD' },
    },
    notificationsWithSubscribers: (['ACTUAL', 'FORECASTED'] as const).map((notificationType) => ({
      notification: {
        notificationType,
        comparisonOperator: 'GREATER_THAN',
        threshold: limit,
        thresholdType: 'ABSOLUTE_VALUE',
      },
      subscribers: [{ subscriptionType: 'SNS', address: topic.topicArn }],
    })),
  });
}
