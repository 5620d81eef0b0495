import type { FleetModel } from '../model/fleet-model';

/** Vehicles of each type beyond those in use: a share of them, and a few. */
const SPARE_SHARE = 0.3;
const SPARE = 3;

/**
 * A problem with the slots of a plan and a few empty ones: an unlimited fleet has a slot for every job, and a genetic
 * search goes through all slots of every plan.
 */
export class CompactFleet {
  readonly model: FleetModel;
  /** The slot of the large model, by slot of the small one. */
  private readonly original: Int32Array;

  /** `next`: the successors of the plan. */
  constructor(
    private readonly whole: FleetModel,
    private readonly plan: Int32Array,
  ) {
    const { jobs, types, firstSlot: wholeFirst } = whole;
    const original: number[] = [];
    const firstSlot = new Int32Array(types + 1);
    for (let type = 0; type < types; type++) {
      const all = Array.from({ length: wholeFirst[type + 1]! - wholeFirst[type]! }, (_, k) => wholeFirst[type]! + k);
      const used = all.filter((r) => plan[jobs + 2 * r]! < jobs);
      const spare = Math.ceil(SPARE_SHARE * used.length) + SPARE;
      original.push(...used, ...all.filter((r) => plan[jobs + 2 * r]! >= jobs).slice(0, spare));
      firstSlot[type + 1] = original.length;
    }
    this.original = Int32Array.from(original);
    const slots = original.length;
    /** Jobs as they are, then the starts and ends of the slots kept. */
    const nodes = Int32Array.from({ length: jobs + 2 * slots }, (_, node) => this.wholeNode(node));
    const pick = (figures: Float64Array): Float64Array => Float64Array.from(nodes, (node) => figures[node]!);
    this.model = {
      ...whole,
      ...{ slots, firstSlot, nodes: nodes.length },
      slotType: this.original.map((r) => whole.slotType[r]!),
      row: nodes.map((node) => whole.row[node]!),
      ...{ service: pick(whole.service), open: pick(whole.open), close: pick(whole.close) },
    };
  }

  /** The successors of the plan, in the small model. */
  get next(): Int32Array {
    const { jobs } = this.whole;
    const next = new Int32Array(this.model.nodes);
    this.original.forEach((r, slot) => {
      const start = jobs + 2 * slot;
      let p = start;
      for (let node = this.plan[jobs + 2 * r]!; node < jobs; p = node, node = this.plan[node]!) next[p] = node;
      next[p] = start + 1;
    });
    return next;
  }

  /** Returns the successors of a plan of the small model, in the large one. */
  expand(next: Int32Array): Int32Array {
    const { jobs } = this.whole;
    const expanded = Int32Array.from(this.plan);
    this.original.forEach((r, slot) => {
      const start = jobs + 2 * r;
      let p = start;
      for (let node = next[jobs + 2 * slot]!; node < jobs; p = node, node = next[node]!) expanded[p] = node;
      expanded[p] = start + 1;
    });
    return expanded;
  }

  private wholeNode(node: number): number {
    const { jobs } = this.whole;
    const depot = node - jobs;
    return depot < 0 ? node : jobs + 2 * this.original[depot >> 1]! + (depot & 1);
  }
}
