package vn.lachan.events;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The main class of the child JVM: one real Elasticsearch node out of an unpacked distribution,
 * which stops when its standard input is closed. By reflection, so that nothing of the server is
 * needed to compile the tests. Arguments: home folder, configuration folder.
 */
final class ElasticsearchNodeMain {

  public static void main(String[] arguments) throws Exception {
    type("common.logging.LogConfigurator").getMethod("configureESLogging").invoke(null);
    Object environment = environment(arguments[0], Path.of(arguments[1]));
    Class<?> environmentType = type("env.Environment");
    Class<?> logging = type("common.logging.LogConfigurator");
    logging.getMethod("setNodeName", String.class).invoke(null, "node");
    logging.getMethod("configure", environmentType, boolean.class).invoke(null, environment, true);
    Object plugins = plugins(environmentType, environment);
    AutoCloseable node =
        (AutoCloseable)
            type("node.Node")
                .getConstructor(environmentType, type("plugins.PluginsLoader"))
                .newInstance(environment, plugins);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
    type("node.Node").getMethod("start").invoke(node);
    while (System.in.read() >= 0) {
      // the tests write nothing: this waits for them to end
    }
    System.exit(0);
  }

  private static Object environment(String home, Path configuration) throws Exception {
    Object builder = type("common.settings.Settings").getMethod("builder").invoke(null);
    call(builder, "put", new Class<?>[] {String.class, String.class}, "path.home", home);
    Object settings = call(builder, "build", new Class<?>[0]);
    Supplier<String> name = () -> "node";
    return type("node.InternalSettingsPreparer")
        .getMethod(
            "prepareEnvironment",
            type("common.settings.Settings"),
            Map.class,
            Path.class,
            Supplier.class)
        .invoke(null, settings, Map.of(), configuration, name);
  }

  private static Object plugins(Class<?> environmentType, Object environment) throws Exception {
    Class<?> loader = type("plugins.PluginsLoader");
    Object modules =
        loader
            .getMethod("loadModulesBundles", Path.class, boolean.class)
            .invoke(null, environmentType.getMethod("modulesDir").invoke(environment), false);
    Object plugins =
        loader
            .getMethod("loadPluginsBundles", Path.class, boolean.class)
            .invoke(null, environmentType.getMethod("pluginsDir").invoke(environment), false);
    return loader
        .getMethod("createPluginsLoader", Set.class, Set.class, Map.class)
        .invoke(null, modules, plugins, Map.of());
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName("org.elasticsearch." + name);
  }

  private static Object call(Object on, String method, Class<?>[] types, Object... arguments)
      throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
    Method found = on.getClass().getMethod(method, types);
    return found.invoke(on, arguments);
  }

  private static void close(AutoCloseable node) {
    try {
      node.close();
    } catch (Exception e) {
      throw new IllegalStateException("the node did not close", e);
    }
  }

  private ElasticsearchNodeMain() {}
}
