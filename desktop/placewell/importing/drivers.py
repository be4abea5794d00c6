"""Which of GDAL's drivers may be there, and the names of all others that any build may bring."""

from __future__ import annotations

ALLOWED = frozenset(
    {"GPKG", "ESRI Shapefile", "MapInfo File", "KML", "LIBKML", "GML", "OpenFileGDB", "FlatGeobuf", "OSM"}
)
"""The only drivers that may be there; GeoJSON, TopoJSON, tables and drawings are read without GDAL."""

_OTHERS = (
    "AAIGrid ACE2 ADBC ADRG AERONAVFAA AIG AIRSAR AIVector AmigoCloud ARCGEN ArcObjects ARG Arrow AVC "
    "AVCBin AVCE00 BAG BASISU BIGGIF BLX BMP BNA BSB BT BYN CAD CALS Carto CEOS Cloudant COASP COG COSAR "
    "CouchDB CPG CPHD CSV CSW CTable2 CTG DAAS DB2 DERIVED DGN DIMAP DIPEx DOQ1 DOQ2 DTED DWG DXF ECRGTOC "
    "EDIGEO EEDA EEDAI EHdr EIR ELAS Elasticsearch ENVI ENVISAT ERS ESAT ESRIC ESRIJSON EXR FAST FileGDB "
    "FIT FujiBAS GDALG GenBin Geoconcept GeoConcept GeoJSON GeoJSONSeq Geomedia GeomediaMDB GeoRaster "
    "GeoRSS GFF GIF GMLAS GMT GPSBabel GPX GRASS GRASSASCIIGrid GRIB GS7BG GSAG GSBG GSC GTFS GTI GTiff "
    "GTM GTX GXF HANA HDF4 HDF4Image HDF5 HDF5Image HEIF HFA HTF HTTP IDA IDB Idrisi ILI ILWIS INGRES "
    "Interlis Interlis_1 Interlis_2 IRIS ISCE ISG ISIS2 ISIS3 JAXAPALSAR JML JP2KAK JP2OpenJPEG JPEG "
    "JPEG2000 JPEGXL JSONFG KEA KMLSUPEROVERLAY KRO KTX2 L1B LAN LCP Leveller LIBERTIFF LOSLAS LVBAG MAP "
    "MapML MBTiles MEM MFF MFF2 MiraMonRaster MiraMonVector MongoDBv3 MONGODBv3 MRF MSGN MSSQLSpatial MVT "
    "MySQL NDF netCDF NGSGEOID NGW NITF NOAA_B NSIDCbin NTF NTv2 OAPIF OCI ODBC ODS OGCAPI OGDI OGR_GMT "
    "OGR_GRASS OGR_PDS OGR_SXF OGR_VRT OpenAir Parquet PAux PCIDSK PCRaster PDF PDS PDS4 PGDUMP PGeo "
    "PLMOSAIC PLSCENES PMTiles PNG PNM PostGISRaster PostgreSQL PRF R Rasterlite Rasterlite2 RCM RDB REC "
    "RIK RMF ROI_PAC RPFTOC RRASTER RST S102 S104 S111 S57 SAFE SAGA SAR_CEOS SDE SDTS SEGUKOOA SEGY "
    "Selafin SENTINEL2 SGI SIGDEM SNAP_TIFF SNODAS SOSI SQLite SRP SRTMHGT STACIT STACTA SUA SVG SXF "
    "Terragen TGA TIGER TIL TileDB TopoJSON TRX TSX UK.NTF USGSDEM VDV VFK VICAR VRT Walk WAsP WCS WEBP "
    "WFS WKTRASTER WMS WMTS XLS XLSX XODR XPLANE XPM XYZ Zarr ZMap "
)

SKIPPED = (*_OTHERS.split(), "Interlis 1", "Interlis 2")
"""Every other driver of GDAL, raster ones too. 'Memory' is missing on purpose: GDAL takes it for MEM
and, asked to unload the same driver twice, crashes."""
