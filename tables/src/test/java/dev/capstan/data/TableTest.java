package dev.capstan.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.data.FeatureColumn.CategoryColumn;
import dev.capstan.data.FeatureColumn.NumberColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are read, files that are refused with their place, and what is learned of columns. */
final class TableTest {

  private static Table table(String text) throws IOException {
    return Table.read(new StringReader(text), "t.csv", ',');
  }

  private static Schema.Learned learned(String text, MissingPolicy missing) throws IOException {
    return Schema.learn(table(text), "kind", "", missing);
  }

  @Test
  void quotesBlanksAndAByteOrderMarkAreRead() throws IOException {
    Table table =
        table("\uFEFFkind, a b ,c\r\nx,\" 1,5 \",\"two\nlines\"\r\n\r\n y ,2,\"\"\"q\"\"\"\n");

    assertEquals(List.of("kind", "a b", "c"), table.columns());
    assertEquals(List.of("x", "1,5", "two\nlines"), table.rows().get(0));
    assertEquals(List.of("y", "2", "\"q\""), table.rows().get(1));
  }

  @Test
  void theFileMayBeCompressedAndByTabs(@TempDir Path folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write("kind\tx\na\t1\n".getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(folder.resolve("t.tsv.gz"), bytes.toByteArray());
    assertEquals(List.of(List.of("a", "1")), Table.read(file).rows());

    Files.write(file, Arrays.copyOf(bytes.toByteArray(), 15));
    assertThrows(IOException.class, () -> Table.read(file));
    Path latin = Files.write(folder.resolve("l.csv"), new byte[] {'a', '\n', (byte) 0xe4});
    assertEquals(
        "l.csv: damaged after row 0: bytes that are no UTF-8; save it as such",
        assertThrows(IOException.class, () -> Table.read(latin)).getMessage());
    assertEquals(
        "no file " + folder.resolve("none.csv"),
        assertThrows(IOException.class, () -> Table.read(folder.resolve("none.csv"))).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b\\n1,2\\n3\\n | t.csv: line 3: got 1 cells, expected 2 as in the header; a cell that holds nothing keeps its delimiter",
        "a,b\\n1,2,3\\n | t.csv: line 2: got 3 cells, expected 2 as in the header; a cell that holds a delimiter needs quotes",
        "a,,c\\n1,2,3\\n | t.csv: header: column 2 has no name",
        "a,b,a\\n1,2,3\\n | t.csv: header: columns 1 and 3 are both called 'a'",
        "a,b\\n | t.csv: no rows after the header line",
        "\\n | t.csv: is empty, expected a header line and rows"
      })
  void aDamagedTableIsRefusedByItsLine(String text, String message) {
    assertEquals(
        message,
        assertThrows(IOException.class, () -> table(text.replace("\\n", "\n"))).getMessage());
  }

  @Test
  void aColumnThatIsNotThereIsAnsweredWithTheNearest() throws IOException {
    Table table = table("kind,size\na,1\n");
    assertEquals(
        "t.csv: no column 'Knd'; did you mean 'kind'? The header has: kind, size",
        assertThrows(IllegalArgumentException.class, () -> table.column("Knd")).getMessage());
    assertEquals(
        "t.csv: no column 'price'; the header has: kind, size",
        assertThrows(IllegalArgumentException.class, () -> table.column("price")).getMessage());
    Table longer = table("ash,label of a wine\na,1\n");
    assertEquals(
        "t.csv: no column 'label wine'; did you mean 'label of a wine'? The header has: ash, label"
            + " of a wine",
        assertThrows(IllegalArgumentException.class, () -> longer.column("label wine"))
            .getMessage());
  }

  @Test
  void columnsAreTakenForWhatTheyHold() throws IOException {
    Schema.Learned learned =
        learned(
            "kind,n,word,empty,name\na,1,x,,p\nb,3,y,NA,q\na,?,x,-,r\nb,2e0,x,,s\n",
            MissingPolicy.IMPUTE);

    assertEquals(
        List.of(
            new NumberColumn("n", 2, Math.sqrt(2.0 / 3)),
            new CategoryColumn("word", List.of("x", "y"))),
        learned.schema().features());
    assertEquals(
        List.of(
            "column 'n': 1 of 4 values are missing, and taken for the mean",
            "column 'empty' is left out: it holds nothing",
            "column 'name' is left out: it has 4 different words"),
        learned.notes());
    assertEquals(List.of("a", "b"), learned.schema().classes());
    float one = (float) (1 / Math.sqrt(2.0 / 3));
    float[] rows = learned.schema().encode(table("word,n\ny,2\nz,\nx,3\n")).toFloatArray();
    assertArrayEquals(new float[] {0, 0, 1, 0, 0, 0, one, 1, 0}, rows, Math.ulp(one));
  }

  @Test
  void textWhereNumbersBelongIsNamed() throws IOException {
    StringBuilder text = new StringBuilder("kind,n\n");
    for (int i = 0; i < 9; i++) {
      text.append(i % 2).append(',').append(i).append('\n');
    }
    Table table = table(text + "1,1.5f\n");
    assertEquals(
        "t.csv: line 11, column 'n': got '1.5f', expected a number as in 9 other rows; mend it, or"
            + " leave the cell empty",
        assertThrows(
                IllegalArgumentException.class,
                () -> Schema.learn(table, "kind", "", MissingPolicy.IMPUTE))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({"0x1p3", "1f", "Infinity", "1e99", "'1,5'", "1_000", "--1", "1e", "٣"})
  void whatOnlyJavaOrNobodyReadsAsANumberIsNone(String cell) {
    assertFalse(Numerals.isNumber(cell));
  }

  @Test
  void aRowToBeServedIsRefusedByLineAndColumn() throws IOException {
    Schema schema = learned("kind,n\na,1\nb,2\n", MissingPolicy.IMPUTE).schema();
    Table asked = table("n\n7\nbig\n");
    assertEquals(
        "t.csv: line 3, column 'n': got 'big', expected a number that float32 can hold",
        assertThrows(IllegalArgumentException.class, () -> schema.encode(asked)).getMessage());
    Schema strict = learned("kind,n\na,1\nb,2\n", MissingPolicy.REFUSE).schema();
    Table missing = table("n\n7\nNA\n");
    assertEquals(
        "t.csv: line 3, column 'n': the value is missing, and is not imputed",
        assertThrows(IllegalArgumentException.class, () -> strict.encode(missing)).getMessage());
  }

  @Test
  void missingValuesAreImputedDroppedOrRefused() throws IOException {
    String text = "kind,n\na,1\nb,\n,3\nb,4\n";
    assertEquals(3, learned(text, MissingPolicy.IMPUTE).schema().usable(table(text)).size());
    assertEquals(2, learned(text, MissingPolicy.DROP).schema().usable(table(text)).size());
    Schema strict = learned(text, MissingPolicy.REFUSE).schema();
    Table table = table(text);
    assertEquals(
        "t.csv: line 3, column 'n': the value is missing; impute, drop, or mend it",
        assertThrows(IllegalArgumentException.class, () -> strict.usable(table)).getMessage());
  }

  @Test
  void oneClassOrNoColumnIsRefused() {
    assertEquals(
        "t.csv: column 'kind' has 1 class, expected two or more: there is nothing to tell apart",
        assertThrows(
                IllegalArgumentException.class,
                () -> learned("kind,n\na,1\na,2\n", MissingPolicy.IMPUTE))
            .getMessage());
    assertEquals(
        "t.csv: no column is left beside 'kind' that holds numbers or categories",
        assertThrows(
                IllegalArgumentException.class, () -> learned("kind\na\nb\n", MissingPolicy.IMPUTE))
            .getMessage());
  }

  @Test
  void namesOfRowsOccurOnce() throws IOException {
    Table table = table("kind,n,id\na,1,x\nb,2,y\na,3,x\n");
    Schema schema = Schema.learn(table, "kind", "id", MissingPolicy.IMPUTE).schema();
    assertEquals(
        "t.csv: line 4, column 'id': 'x' names line 2 too, expected names that occur once",
        assertThrows(IllegalArgumentException.class, () -> schema.ids(table)).getMessage());
    assertEquals(List.of("x", "y"), schema.ids(table.rows(0, 1)));
  }

  @Test
  void splitsKeepTheShareOfEachClassAndARowToTrainOn() {
    List<String> labels =
        IntStream.range(0, 113).mapToObj(i -> i < 100 ? "a" : i < 112 ? "b" : "one").toList();
    boolean[] test = Splits.stratified(labels, 0.25, new SplittableRandom(1));
    assertEquals(25, IntStream.range(0, 100).filter(i -> test[i]).count());
    assertEquals(3, IntStream.range(100, 112).filter(i -> test[i]).count());
    assertFalse(test[112]);
  }

  @Test
  void aRowStaysOnItsSideWhateverComesBesideIt() {
    List<String> ids = IntStream.range(0, 4000).mapToObj(i -> "row " + i).toList();
    boolean[] test = Splits.byId(ids, 0.25);
    List<String> reversed = new ArrayList<>(ids);
    Collections.reverse(reversed);
    boolean[] again = Splits.byId(reversed, 0.25);
    int chosen = 0;
    for (int i = 0; i < test.length; i++) {
      assertEquals(test[i], again[test.length - 1 - i]);
      chosen += test[i] ? 1 : 0;
    }
    // 4000 throws with chance 1/4: 1000 ± 4 deviations of 27.4.
    assertEquals(1000, chosen, 110);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a;b\\n1,5;2\\n | 1,5 | 2",
        "\"a,1\";b\\nx;y\\n | x | y",
        "a\\tb\\n1;2\\t3\\n | 1;2 | 3",
        "a,b;c\\n1;2,3\\n | 1;2 | 3"
      })
  void aHeaderWithoutCommasSaysWhatSeparates(
      String text, String first, String second, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("t.csv");
    Files.writeString(file, text.replace("\\n", "\n").replace("\\t", "\t"));
    assertEquals(List.of(List.of(first, second)), Table.read(file).rows());
  }

  @Test
  void numbersWithADecimalCommaAreRefused() throws IOException {
    Table table = Table.read(new StringReader("x;kind\n1,5;a\n;b\n2;b\n"), "t.csv", ';');
    assertEquals(
        "t.csv: line 2, column 'x': got '1,5', expected a number with a decimal point, as 1.5; write"
            + " the column so",
        assertThrows(
                IllegalArgumentException.class,
                () -> Schema.learn(table, "kind", "", MissingPolicy.IMPUTE))
            .getMessage());
  }

  @Test
  void aQuoteWithoutAnEndIsNamed() {
    assertEquals(
        "t.csv: damaged after row 1: the quote that begins in line 3 does not end",
        assertThrows(IOException.class, () -> table("a,b\n1,2\n3,\"4\n5,6\n")).getMessage());
  }

  @Test
  void aFileComesInPartsWithItsLines(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("parts.csv");
    Files.writeString(file, "id,text\na,\"two\nlines\"\nb,x\n\nc,y\nd,z\na,w\n");
    List<Table> parts = new ArrayList<>();
    Table.each(file, 2, parts::add);
    assertEquals(3, parts.size());
    Table whole = Table.read(file);
    assertEquals(whole.rows(), parts.stream().flatMap(part -> part.rows().stream()).toList());
    assertArrayEquals(
        whole.lines(), parts.stream().flatMapToInt(part -> IntStream.of(part.lines())).toArray());
    Table.each(file, 5, part -> assertEquals(5, part.size()));

    Schema schema = new Schema("text", "id", List.of(), List.of(), MissingPolicy.DROP);
    RowNames names = new RowNames(schema).add(parts.get(0)).add(parts.get(1));
    assertEquals(List.of("a", "b", "c", "d"), names.list());
    assertEquals(
        "parts.csv: line 8, column 'id': 'a' names line 3 too, expected names that occur once",
        assertThrows(IllegalArgumentException.class, () -> names.add(parts.get(2))).getMessage());
    assertEquals(
        "each: rows: got 0, expected 1 or more",
        assertThrows(IllegalArgumentException.class, () -> Table.each(file, 0, parts::add))
            .getMessage());
  }
}
