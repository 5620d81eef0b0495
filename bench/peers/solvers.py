"""One instance, one peer, in a process of its own: `solvers.py PEER CPU_MS < dump.json`; prints {cost, cpu_ms} as JSON."""

import json
import sys
import time

FAR = 10**9


def closed_matrix(instance):
    """Where vehicles need not return, the way back costs nothing."""
    matrix = [row[:] for row in instance["matrix"]]
    if not instance["returns"]:
        for row in matrix:
            row[0] = 0
    return [[int(min(cell, FAR)) for cell in row] for row in matrix]


class CpuLimit:
    """Stops PyVRP by CPU time, as our bench does, and not by the clock of a shared machine."""

    def __init__(self, began, seconds):
        self.began, self.seconds = began, seconds

    def __call__(self, best_cost):
        return time.process_time() - self.began > self.seconds


def pyvrp(instance, seconds, began):
    import numpy
    from pyvrp import Client, Depot, Location, ProblemData, VehicleType, solve

    matrix = numpy.array(closed_matrix(instance), dtype=numpy.int64)
    start, end = instance["shift"]
    end = FAR if end is None else int(end)
    clients = []
    for i, job in enumerate(instance["jobs"]):
        early, late = job["window"] or (0, FAR)
        clients.append(
            Client(
                i + 1,
                delivery=[int(job["demand"])],
                service_duration=int(job["service"]),
                tw_early=int(early),
                tw_late=int(late),
            )
        )
    kind = VehicleType(
        instance["vehicles"] or len(clients),
        [FAR if instance["capacity"] is None else int(instance["capacity"])],
        tw_early=int(start),
        tw_late=end,
    )
    places = [Location(0, 0) for _ in range(len(matrix))]
    data = ProblemData(places, clients, [Depot(0)], [kind], [matrix], [matrix])
    result = solve(data, stop=CpuLimit(began, seconds), seed=1, collect_stats=False)
    return result.cost() if result.is_feasible() else None


def ortools(instance, seconds, began):
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    matrix = closed_matrix(instance)
    jobs = [{"demand": 0, "service": 0, "window": None}] + instance["jobs"]
    vehicles = instance["vehicles"] or len(jobs) - 1
    manager = pywrapcp.RoutingIndexManager(len(matrix), vehicles, 0)
    routing = pywrapcp.RoutingModel(manager)
    cost = routing.RegisterTransitMatrix(matrix)
    routing.SetArcCostEvaluatorOfAllVehicles(cost)
    if instance["capacity"] is not None:
        demand = routing.RegisterUnaryTransitVector([int(job["demand"]) for job in jobs])
        routing.AddDimension(demand, 0, int(instance["capacity"]), True, "load")
    start, end = instance["shift"]
    if any(job["window"] for job in jobs) or end is not None:
        end = FAR if end is None else int(end)
        took = [[cell + int(jobs[i]["service"]) for cell in row] for i, row in enumerate(matrix)]
        routing.AddDimension(routing.RegisterTransitMatrix(took), end, end, False, "time")
        time_of = routing.GetDimensionOrDie("time")
        for i, job in enumerate(jobs[1:], 1):
            early, late = job["window"] or (0, end)
            time_of.CumulVar(manager.NodeToIndex(i)).SetRange(int(early), int(min(late, end)))
        for v in range(vehicles):
            time_of.CumulVar(routing.Start(v)).SetRange(int(start), end)
    options = pywrapcp.DefaultRoutingSearchParameters()
    options.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    options.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    # Its limit is wall time: on a busy machine it gets less CPU than the others, which the cpu_ms printed shows.
    options.time_limit.FromMilliseconds(max(1, int(1000 * (seconds - (time.process_time() - began)))))
    solution = routing.SolveWithParameters(options)
    return solution.ObjectiveValue() if solution else None


if __name__ == "__main__":
    peer, limit = sys.argv[1], float(sys.argv[2]) / 1000
    given = json.load(sys.stdin)
    # Imports and parsing are not charged to the peers.
    __import__(peer)
    began = time.process_time()
    found = {"pyvrp": pyvrp, "ortools": ortools}[peer](given, limit, began)
    spent = 1000 * (time.process_time() - began)
    print(json.dumps({"cost": None if found is None else found / given["costDivisor"], "cpu_ms": spent}))
