"""Run by QGIS's own Python: open every layer of a project, draw them, edit; prints one JSON object.

qgis_script.py PROJECT PICTURE
"""

import json
import sys

from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument

LAYERS = (  # table, sort of geometry where it holds several, name of a style other than the default
    ("backdrop", "Polygon", ""),
    ("areas", "", ""),
    ("streets", "", ""),
    ("assets", "Polygon", "Placewell assets (grounds)"),
    ("project", "", ""),
    ("schemes", "", ""),
    ("entrances", "", ""),
    ("stops", "", ""),
    ("assets", "Point", ""),
    ("sites", "Point", ""),
    ("postcodes", "", ""),
    ("statistics", None, ""),
    ("code_links", None, ""),
    ("layers", None, ""),
    ("import_notes", None, ""),
    ("history", None, ""),
)


def opened(path, table, sort):
    suffix = "|geometrytype=" + sort if sort else ""
    return QgsVectorLayer(f"{path}|layername={table}{suffix}", table, "ogr")


def picture(layers, file):
    settings = QgsMapSettings()
    settings.setLayers(list(reversed(layers)))
    settings.setOutputSize(QSize(900, 900))
    settings.setBackgroundColor(QColor("#F5F3EE"))
    extent = layers[1].extent()
    extent.scale(1.05)
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(file)
    colours = {}
    for x in range(0, 900):
        for y in range(0, 900):
            name = image.pixelColor(x, y).name().upper()
            colours[name] = colours.get(name, 0) + 1
    return colours


def main(path, file):
    found = {"layers": [], "valid": {}, "renderer": {}}
    drawn = []
    for table, sort, named in LAYERS:
        layer = opened(path, table, sort)
        key = table + (" " + sort if sort else "")
        found["valid"][key] = layer.isValid()
        if sort is None:
            found["renderer"][key] = layer.fields().names()
            continue
        if named:
            _, ids, names, _, _ = layer.listStylesInDatabase()
            body, _ = layer.getStyleFromDatabase(ids[names.index(named)])
            document = QDomDocument()
            document.setContent(body)
            layer.importNamedStyle(document)
        else:
            _, loaded = layer.loadDefaultStyle()
            found["layers"].append([key, bool(loaded)])
        renderer = layer.renderer()
        found["renderer"][key] = [
            renderer.type(),
            [c.value() for c in renderer.categories()] if renderer.type() == "categorizedSymbol" else [],
            layer.crs().authid(),
        ]
        drawn.append(layer)
    found["colours"] = picture(drawn, file)

    assets = opened(path, "assets", "Point")
    assets.startEditing()
    by = {f["id"]: f for f in assets.getFeatures()}
    assets.changeGeometry(by["A1"].id(), QgsGeometry.fromPointXY(QgsPointXY(530100, 178100)))
    assets.changeAttributeValue(by["A2"].id(), assets.fields().indexOf("name"), "Library, renamed in QGIS")
    new = QgsFeature(assets.fields())
    new.setAttribute("type", "pharmacy")
    new.setAttribute("name", "Added in QGIS")
    new.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(533900, 181900)))
    assets.addFeature(new)
    found["committed"] = assets.commitChanges()
    found["faults"] = assets.commitErrors()
    print(json.dumps(found))


if __name__ == "__main__":
    app = QgsApplication([], False)
    app.initQgis()
    main(sys.argv[1], sys.argv[2])
    sys.stdout.flush()
