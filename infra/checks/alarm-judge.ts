import { evaluate, Series } from './metric-math';
import { at, list, Properties } from './template';

/** What happened in each period: the samples of a metric, by its name or by `name/dimension`; none where there is no datapoint. */
export type Samples = Readonly<Record<string, readonly (readonly number[])[]>>;

export interface Scene {
  readonly samples: Samples;
  /** The hour of the day, UTC, in which all of it happens. Default 15, ten in the morning in Lima. */
  readonly hour?: number;
}

/** Returns whether CloudWatch would raise the alarm at any time in the scene, by M of N and the treatment of missing data. */
export function raised(alarm: Properties, scene: Scene): boolean {
  const values = valuesOf(alarm, scene);
  const of = Number(alarm.EvaluationPeriods);
  const needed = Number(alarm.DatapointsToAlarm ?? of);
  if (alarm.ComparisonOperator !== 'GreaterThanThreshold')
    throw new Error(`${String(alarm.ComparisonOperator)} is not judged`);
  const breaching = values.map((value) =>
    value === undefined ? alarm.TreatMissingData === 'breaching' : value > Number(alarm.Threshold),
  );
  return breaching.some(
    (_, end) => breaching.slice(Math.max(0, end + 1 - of), end + 1).filter(Boolean).length >= needed,
  );
}

function valuesOf(alarm: Properties, { samples, hour = 15 }: Scene): Series {
  const periods = Math.max(...Object.values(samples).map((each) => each.length));
  const statOf = (metric: unknown, stat: unknown): Series => {
    const found = samplesOf(metric, samples);
    return Array.from({ length: periods }, (_, i) => aggregate(found[i] ?? [], String(stat)));
  };
  const metrics = list(alarm.Metrics);
  if (metrics.length === 0) return statOf(alarm, alarm.ExtendedStatistic ?? alarm.Statistic);
  const series = Object.fromEntries(
    metrics
      .filter((metric) => at(metric, 'MetricStat') !== undefined)
      .map((metric) => [
        String(at(metric, 'Id')),
        statOf(at(metric, 'MetricStat.Metric'), at(metric, 'MetricStat.Stat')),
      ]),
  );
  const expression = String(
    at(
      metrics.find((metric) => at(metric, 'Expression') !== undefined),
      'Expression',
    ),
  );
  return evaluate(expression, { series, periods, hours: Array.from({ length: periods }, () => hour) });
}

function samplesOf(metric: unknown, samples: Samples): readonly (readonly number[])[] {
  const name = String(at(metric, 'MetricName'));
  const dimension = list(at(metric, 'Dimensions'))
    .map((each) => samples[`${name}/${String(at(each, 'Value'))}`])
    .find((each) => each !== undefined);
  return dimension ?? samples[name] ?? [];
}

/** As CloudWatch spells statistics in alarms and in expressions. */
function aggregate(samples: readonly number[], statistic: string): number | undefined {
  if (samples.length === 0) return undefined;
  const sum = samples.reduce((total, sample) => total + sample, 0);
  if (statistic === 'Sum') return sum;
  if (statistic === 'Average') return sum / samples.length;
  if (statistic === 'Maximum') return Math.max(...samples);
  if (statistic === 'Minimum') return Math.min(...samples);
  const percentile = /^p(\d+)$/.exec(statistic)?.[1];
  if (percentile === undefined) throw new Error(`${statistic} is not judged`);
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.ceil((Number(percentile) / 100) * sorted.length) - 1];
}
