package vn.lachan.playbooks.cacao;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.playbooks.cacao.SecretPlaces.Place;

class SecretPlacesTest {
  private static final String SECRET = "B1-mat-khau";

  private static List<Place> literals(String command) {
    return SecretPlaces.inShell(command).stream().filter(Place::isLiteral).toList();
  }

  /** Each command with a secret, with a variable, and with a value of the machine itself. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql -uroot -p§ -e 'SHOW TABLES'",
        "sudo /usr/bin/mysqldump --all-databases -p§ > /tmp/x",
        "mysql --user=root --password=§ app",
        "sshpass -p § ssh -p 2222 lan@10.0.0.5 id",
        "sshpass -p§ scp a lan@10.0.0.5:/b",
        "curl -s -u lan:§ https://10.0.0.5/api",
        "curl -ulan:§ https://10.0.0.5/api",
        "curl --user 'lan:§' https://10.0.0.5/api",
        "curl -H 'Authorization: Bearer §' https://10.0.0.5/api",
        "curl -H \"Authorization: Basic §\" https://10.0.0.5/api",
        "curl -H \"X-API-Key: §\" https://10.0.0.5/api",
        "curl -d '{\"user\":\"lan\",\"password\":\"§\"}' https://10.0.0.5/login",
        "curl https://lan:§@10.0.0.5/api",
        "wget --http-password=§ https://10.0.0.5/",
        "PGPASSWORD=§ psql -h 10.0.0.5 app",
        "export MYSQL_PWD=§; mysql app",
        "env RESTIC_PASSWORD=§ restic snapshots",
        "docker run -p 80:80 -e MYSQL_ROOT_PASSWORD=§ mysql",
        "docker login -u lan -p § reg.local",
        "set PGPASSWORD=§",
        "net use Z: \\\\may\\chung /user:UBND\\lan §",
        "net use \\\\may\\chung § /user:lan",
        "net user lan § /add",
        "cmdkey /add:may /user:lan /pass:§",
        "psexec \\\\may -u lan -p § ipconfig",
        "plink -ssh lan@may -pw § id",
        "ldapsearch -x -D cn=admin -w § -b dc=vn",
        "redis-cli -a § INFO",
        "smbclient //may/chung -U 'lan%§'",
        "openssl pkcs12 -in a.p12 -passin 'pass:§'",
        "gpg --batch --passphrase § -d a.gpg",
        "echo § | sudo -S id",
        "echo 'lan:§' | chpasswd",
        "chpasswd <<< 'lan:§'",
        "bash -c \"mysql -uroot -p§\"",
        "mysql -e \"ALTER USER lan IDENTIFIED BY '§'\"",
        "$s = ConvertTo-SecureString \"§\" -AsPlainText -Force",
        "$s = ConvertTo-SecureString -String '§' -AsPlainText -Force",
        "New-LocalUser lan -Password (ConvertTo-SecureString -AsPlainText '§' -Force)",
        "'§' | ConvertTo-SecureString -AsPlainText -Force",
        "$password = '§'",
        "$env:PGPASSWORD = \"§\"",
        "New-Object System.Net.NetworkCredential('lan', '§')",
        "Connect-Thing -Password '§'",
      })
  void aSecretIsFoundAndAReferenceIsNone(String command) {
    assertThat(literals(command.replace("§", SECRET)))
        .isNotEmpty()
        .allSatisfy(place -> assertThat(place.toString()).doesNotContain(SECRET));
    String variable = command.replace("§", "__pw__:value");
    for (String written :
        List.of(variable, variable.replaceAll("['\"](__pw__:value)['\"]", "$1"))) {
      assertThat(literals(written)).as(written).isEmpty();
      assertThat(SecretPlaces.inShell(written).stream().flatMap(p -> p.variables().stream()))
          .as(written)
          .contains("__pw__");
    }
    assertThat(literals(command.replace("§", "$PW"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql -u root -p app",
        "mysql --password -h may app",
        "psql -W --password app",
        "psql --no-password app",
        "sshpass -e ssh -p 2222 lan@may id",
        "sshpass -f /etc/mk ssh lan@may mysql -p",
        "curl -u lan https://may/",
        "curl https://may:8443/a@b",
        "curl http://[::1]:8080/x",
        "git clone ssh://git@may:22/kho",
        "ssh -p 22 lan@may",
        "docker run -p 8080:80 nginx",
        "docker build --secret id=khoa,src=/etc/khoa .",
        "kubectl create job --image-pull-secret=kho x",
        "mkdir -p /var/lib/chung-cu",
        "tar -C /x -czpf a.tgz .",
        "restic --password-file /etc/mk snapshots",
        "ansible-playbook --ask-become-pass site.yml",
        "PWD=/tmp; cd $PWD",
        "OLDPWD=/tmp cd -",
        "PASSWORD=$(cat /run/secrets/mk) ./chay",
        "TOKEN=`cat /run/mk` ./chay",
        "export TOKEN_FILE=/run/mk",
        "PGPASSFILE=/etc/pgpass psql app",
        "net use Z: \\\\may\\chung /user:lan *",
        "net use Z: /delete",
        "net user lan /active:no",
        "net user lan * /add",
        "passwd -l lan",
        "chage -E 0 lan",
        "usermod --lock lan",
        "openssl x509 -in a.pem -passin env:PW",
        "echo Hãy đổi mật khẩu; logger 'changed --password for lan'",
        "grep -r -- --password /var/log",
        "Set-ADUser lan -PasswordNeverExpires $false -ChangePasswordAtLogon $true",
        "Set-ADAccountPassword lan -NewPassword $moi",
        "$pw = Get-Content mk.txt | ConvertTo-SecureString -Key $k",
        "$token = Get-Secret -Name lachan",
        "Disable-ADAccount -Identity lan",
        "ffmpeg -i a -pass 1 -f null b",
        "sudo /usr/local/sbin/lachan-cach-ly __incident_id__:value",
        "sc config spooler password= <mật khẩu>",
      })
  void ordinaryCommandsAreNone(String command) {
    assertThat(literals(command)).as(command).isEmpty();
  }

  @Test
  void aPrivateKeyIsFound() {
    assertThat(literals("cat > k <<E\n-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb\nE")).hasSize(1);
  }

  @Test
  void aLongLineIsReadInOneGo() {
    for (String part : List.of("mysql -p ", "://a:", "echo a:", "\"x\" ", "user ", "-a-a", "'")) {
      assertThat(literals(part.repeat(200_000 / part.length()))).isEmpty();
    }
  }
}
