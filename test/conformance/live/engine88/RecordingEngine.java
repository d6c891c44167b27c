import io.camunda.zeebe.process.test.engine.EngineFactory;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Runs the in-memory engine on the port given as the first argument and obeys lines on its standard
 * input: {@code advance MS} moves the clock, {@code records} waits until the engine is idle and prints
 * each record it has not printed yet as a line of JSON, then {@code {"idle":true}}. Ends with the input.
 */
public class RecordingEngine {
  public static void main(String[] args) throws Exception {
    var engine = EngineFactory.create(Integer.parseInt(args[0]));
    engine.start();
    System.out.println("{\"ready\":true}");
    var input = new BufferedReader(new InputStreamReader(System.in));
    var printed = 0;
    for (var line = input.readLine(); line != null; line = input.readLine()) {
      var words = line.trim().split(" ");
      if (words[0].equals("advance")) {
        engine.increaseTime(Duration.ofMillis(Long.parseLong(words[1])));
        continue;
      }
      var idle = true;
      try {
        engine.waitForIdleState(Duration.ofSeconds(10));
      } catch (TimeoutException e) {
        idle = false;
      }
      var count = 0;
      for (var record : engine.getRecordStreamSource().getRecords()) {
        if (count++ >= printed) {
          System.out.println(record.toJson());
        }
      }
      printed = Math.max(printed, count);
      System.out.println("{\"idle\":" + idle + "}");
    }
    engine.stop();
    System.exit(0);
  }
}
