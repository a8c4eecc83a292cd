package dev.capstan.text.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.capstan.nn.io.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads a JSON file into a tree. The tree is Jackson's; its {@code ObjectMapper} would make the
 * same one, but takes a process a tenth of a second before it reads the first byte, which is as
 * long as all the rest of opening a folder.
 */
public final class JsonTree {
  /** Names are not kept for the next file: a vocabulary has thousands that stand nowhere else. */
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private JsonTree() {}

  /**
   * The tree of a file that holds an object or a list.
   *
   * @throws NoSuchFileException if there is no such file
   * @throws IOException that names the file, if it cannot be read or is no JSON
   */
  public static JsonNode read(Path file) throws IOException {
    WholeFile.requireNoFolder(file);
    try (JsonParser in = parser(Files.readAllBytes(file))) {
      JsonToken first = in.nextToken();
      if (first != JsonToken.START_OBJECT && first != JsonToken.START_ARRAY) {
        throw new IOException(file + ": no JSON: got no object, expected one");
      }
      return node(in);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException("no file " + file);
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": no JSON: " + e.getOriginalMessage(), e);
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": no JSON: not UTF-8 text", e);
    }
  }

  /** Of characters, as the parser itself would read U+FFFD where bytes are no UTF-8. */
  private static JsonParser parser(byte[] bytes) throws IOException {
    CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    int from = text.hasRemaining() && text.get(0) == BYTE_ORDER_MARK ? 1 : 0;
    return JSON.createParser(text.array(), text.arrayOffset() + from, text.remaining() - from);
  }

  /** What begins at the parser's token. The parser refuses what is nested deeper than 1,000. */
  private static JsonNode node(JsonParser in) throws IOException {
    return switch (in.currentToken()) {
      case START_OBJECT -> object(in);
      case START_ARRAY -> array(in);
      case VALUE_STRING -> NODES.textNode(in.getText());
      case VALUE_NUMBER_INT -> whole(in);
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(in.getDoubleValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  private static JsonNode object(JsonParser in) throws IOException {
    ObjectNode all = NODES.objectNode();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      all.set(name, node(in));
    }
    return all;
  }

  private static JsonNode array(JsonParser in) throws IOException {
    ArrayNode all = NODES.arrayNode();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      all.add(node(in));
    }
    return all;
  }

  private static JsonNode whole(JsonParser in) throws IOException {
    return switch (in.getNumberType()) {
      case INT -> NODES.numberNode(in.getIntValue());
      case LONG -> NODES.numberNode(in.getLongValue());
      default -> NODES.numberNode(in.getBigIntegerValue());
    };
  }
}
