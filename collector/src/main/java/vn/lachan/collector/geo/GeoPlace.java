package vn.lachan.collector.geo;

/**
 * What a database says about an address; texts are empty and the number 0 where it says nothing.
 *
 * @param country ISO 3166-1 code
 * @param countryName its English name
 * @param region name of the first subdivision
 * @param city name of the city
 * @param location latitude and longitude, as {@code 22.82,104.98}
 * @param network number of the autonomous system
 * @param networkName who runs it
 */
public record GeoPlace(
    String country,
    String countryName,
    String region,
    String city,
    String location,
    long network,
    String networkName) {
  /** Nothing is known. */
  public static final GeoPlace UNKNOWN = new GeoPlace("", "", "", "", "", 0, "");
}
