"""Drives the client that openapi-python-client made: python happy_path.py URL."""

import sys
import time
from io import BytesIO

from dinex_client import Client
from dinex_client.api.imports import get_import, import_orders, list_import_rows
from dinex_client.api.orders import create_order, get_order, patch_order
from dinex_client.api.routes import plan_routes
from dinex_client.api.tracking import get_tracking, report_event
from dinex_client.models import (
    AddressDto,
    CreateRouteDto,
    ImportDto,
    ImportOrdersFilesBody,
    ImportStatus,
    NewOrderDto,
    OrderDto,
    ParcelStatus,
    PatchOrderDto,
    ProductDto,
    RecipientDto,
    ReportableStatus,
    ReportDto,
    RouteDto,
    TrackerDto,
    TrackingReceiptDto,
)
from dinex_client.types import File

CSV = """pedido;destinatario;celular;producto;cantidad;precio;direccion;distrito;tienda
P-1;Rosa Quispe;999888777;Zapatillas;1;S/ 159,00;Av. José Larco 345;Miraflores;SHOP-FILE
"""


def checked(kind, answer):
    """Returns the answer, which is of this kind or ends the program."""
    if not isinstance(answer, kind):
        sys.exit(f"{kind.__name__} expected: {answer}")
    return answer


api = Client(base_url=sys.argv[1])

order = checked(
    OrderDto,
    create_order.sync(
        client=api,
        body=NewOrderDto(
            customer_id="SHOP-PYTHON",
            recipient=RecipientDto(name="Rosa Quispe", phone="999888777"),
            products=[ProductDto(name="Zapatillas", quantity=1, unit_price=15900)],
            delivery_address=AddressDto(street="Av. José Larco 345", district="Miraflores"),
        ),
    ),
)
assert order.status == ParcelStatus.CREATED, order.status
patched = checked(OrderDto, patch_order.sync(order.order_id, client=api, body=PatchOrderDto(notes="Timbre 302")))
assert patched.notes == "Timbre 302"
assert checked(OrderDto, get_order.sync(order.order_id, client=api)).notes == "Timbre 302"

report = ReportDto(order_id=order.order_id, status=ReportableStatus.PICKED_UP)
checked(TrackingReceiptDto, report_event.sync(client=api, body=report))
assert checked(TrackerDto, get_tracking.sync(client=api, order_id=order.order_id)).status == ParcelStatus.PICKED_UP

form = ImportOrdersFilesBody(file=File(payload=BytesIO(CSV.encode()), file_name="pedidos.csv", mime_type="text/csv"))
accepted = checked(ImportDto, import_orders.sync(client=api, body=form))
for _ in range(600):
    state = checked(ImportDto, get_import.sync(accepted.import_id, client=api))
    if state.status != ImportStatus.PROCESSING:
        break
    time.sleep(0.1)
assert state.status == ImportStatus.COMPLETED, state
assert len(list_import_rows.sync(accepted.import_id, client=api).items) == 1

route = plan_routes.sync(client=api, body=CreateRouteDto(order_ids=[str(order.order_id)], driver_id="DRV-PYTHON"))
assert len(checked(RouteDto, route).sequence) == 1
print("openapi-python-client: made, compiled, driven")
