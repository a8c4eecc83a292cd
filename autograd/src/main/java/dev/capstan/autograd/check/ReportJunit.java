package dev.capstan.autograd.check;

import java.util.List;

/** Reports in the XML that JUnit's runners write: a test case each, its text where it fails. */
final class ReportJunit {
  private ReportJunit() {}

  static String of(List<GradReport> reports) {
    long failures = reports.stream().filter(r -> !r.ok()).count();
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuite name=\"gradcheck\" tests=\"")
        .append(reports.size())
        .append("\" failures=\"")
        .append(failures)
        .append("\" errors=\"0\" skipped=\"0\">\n");
    for (GradReport report : reports) {
      xml.append("  <testcase classname=\"gradcheck\" name=\"").append(text(report.name()));
      if (report.ok()) {
        xml.append("\"/>\n");
      } else {
        xml.append("\">\n    <failure message=\"")
            .append(text(report.sentence()))
            .append("\">")
            .append(text(report.toString()))
            .append("</failure>\n  </testcase>\n");
      }
    }
    return xml.append("</testsuite>\n").toString();
  }

  /** With what means something to XML written out, and without what it forbids. */
  private static String text(String s) {
    return ReportHtml.text(s)
        .replace("\"", "&quot;")
        .replaceAll("[\\p{Cntrl}&&[^\n\t]]|\\p{Cs}", "?");
  }
}
