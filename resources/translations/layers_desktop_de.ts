<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>AccountSection</name>
  <message>
   <source>API key</source>
   <translation>API-Schlüssel</translation>
  </message>
  <message>
   <source>For this session only, because %1.</source>
   <translation>Nur für diese Sitzung, weil: %1.</translation>
  </message>
  <message>
   <source>From the environment (LAYERS_API_KEY); it is used and never stored.</source>
   <translation>Aus der Umgebung (LAYERS_API_KEY); er wird benutzt und nie aufbewahrt.</translation>
  </message>
  <message>
   <source>In this computer's keyring (%1).</source>
   <translation>Im Schlüsselbund dieses Computers (%1).</translation>
  </message>
  <message>
   <source>In this computer's keyring.</source>
   <translation>Im Schlüsselbund dieses Computers.</translation>
  </message>
  <message>
   <source>Leave the sandbox</source>
   <translation>Sandbox verlassen</translation>
  </message>
  <message>
   <source>Nobody is signed in.</source>
   <translation>Niemand ist angemeldet.</translation>
  </message>
  <message>
   <source>Organization id</source>
   <translation>ID der Organisation</translation>
  </message>
  <message>
   <source>Removes the key from the keyring. Uploads that are not done wait for it.</source>
   <translation>Entfernt den Schlüssel aus dem Schlüsselbund. Uploads, die nicht fertig sind, warten auf ihn.</translation>
  </message>
  <message>
   <source>Sign out</source>
   <translation>Abmelden</translation>
  </message>
  <message>
   <source>The sandbox's own: it opens nothing but this sandbox and is not stored.</source>
   <translation>Der eigene der Sandbox: Er öffnet nur diese Sandbox und wird nicht aufbewahrt.</translation>
  </message>
  <message>
   <source>Tier</source>
   <translation>Stufe</translation>
  </message>
  <message>
   <source>Until the next start: the key of the environment stays where it is.</source>
   <translation>Bis zum nächsten Start: Der Schlüssel der Umgebung bleibt, wo er ist.</translation>
  </message>
  <message>
   <source>the keyring has not taken it yet</source>
   <translation>der Schlüsselbund hat ihn noch nicht genommen</translation>
  </message>
  <message>
   <source>unknown</source>
   <translation>unbekannt</translation>
  </message>
 </context>
 <context>
  <name>Accounts</name>
  <message numerus="yes">
   <source>%n uploads wait until you come back to %1.</source>
   <translation>
    <numerusform>%n Upload wartet auf die Rückkehr zu %1.</numerusform>
    <numerusform>%n Uploads warten auf die Rückkehr zu %1.</numerusform>
   </translation>
  </message>
  <message>
   <source>1 upload waits until you come back to %1.</source>
   <translation>1 Upload wartet auf die Rückkehr zu %1.</translation>
  </message>
 </context>
 <context>
  <name>AssetClipboard</name>
  <message>
   <source>Nothing was copied: another program holds the clipboard. Copy once more.</source>
   <translation>Nichts wurde kopiert: Ein anderes Programm hält die Zwischenablage. Noch einmal kopieren.</translation>
  </message>
 </context>
 <context>
  <name>BulkBars</name>
  <message numerus="yes">
   <source>%n files are already in their project</source>
   <translation>
    <numerusform>%n Datei ist schon in ihrem Projekt</numerusform>
    <numerusform>%n Dateien sind schon in ihrem Projekt</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n files weren't uploaded</source>
   <translation>
    <numerusform>%n Datei wurde nicht hochgeladen</numerusform>
    <numerusform>%n Dateien wurden nicht hochgeladen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Retry all (%n)</source>
   <translation>
    <numerusform>Alle wiederholen (%n)</numerusform>
    <numerusform>Alle wiederholen (%n)</numerusform>
   </translation>
  </message>
  <message>
   <source>Upload all again</source>
   <translation>Alle erneut hochladen</translation>
  </message>
  <message numerus="yes">
   <source>Use all %n IDs</source>
   <translation>
    <numerusform>Die %n ID verwenden</numerusform>
    <numerusform>Alle %n IDs verwenden</numerusform>
   </translation>
  </message>
 </context>
 <context>
  <name>CloseDialog</name>
  <message numerus="yes">
   <source>%n links are not fetched yet</source>
   <translation>
    <numerusform>%n Link ist noch nicht geladen</numerusform>
    <numerusform>%n Links sind noch nicht geladen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n uploads are not finished</source>
   <translation>
    <numerusform>%n Upload ist nicht fertig</numerusform>
    <numerusform>%n Uploads sind nicht fertig</numerusform>
   </translation>
  </message>
  <message>
   <source>1 link is not fetched yet</source>
   <translation>1 Link ist noch nicht geladen</translation>
  </message>
  <message>
   <source>1 upload is not finished</source>
   <translation>1 Upload ist nicht fertig</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Close Layers Desktop</source>
   <translation>Layers Desktop schließen</translation>
  </message>
  <message>
   <source>Don't ask again</source>
   <translation>Nicht mehr fragen</translation>
  </message>
  <message>
   <source>Keep going in the background</source>
   <translation>Im Hintergrund weitermachen</translation>
  </message>
  <message>
   <source>Links that are not fetched yet must be dropped again. Uploads go on next time.</source>
   <translation>Links, die noch nicht geladen sind, müssen neu abgelegt werden. Uploads gehen beim nächsten Start weiter.</translation>
  </message>
  <message>
   <source>Nothing is lost: what is not finished goes on at the next start.</source>
   <translation>Nichts geht verloren: Was nicht fertig ist, geht beim nächsten Start weiter.</translation>
  </message>
  <message>
   <source>Stop now</source>
   <translation>Jetzt aufhören</translation>
  </message>
  <message>
   <source>Stop, and resume at the next start</source>
   <translation>Anhalten und beim nächsten Start fortsetzen</translation>
  </message>
  <message>
   <source>The sandbox forgets everything when it is left.</source>
   <translation>Die Sandbox vergisst alles, sobald sie verlassen wird.</translation>
  </message>
  <message>
   <source>The settings, page General, undo this.</source>
   <translation>Rückgängig machen lässt es sich in den Einstellungen unter „Allgemein“.</translation>
  </message>
 </context>
 <context>
  <name>ConnectionTestSection</name>
  <message>
   <source>Address</source>
   <translation>Adresse</translation>
  </message>
  <message>
   <source>Connection (TCP)</source>
   <translation>Verbindung (TCP)</translation>
  </message>
  <message>
   <source>Encryption (TLS)</source>
   <translation>Verschlüsselung (TLS)</translation>
  </message>
  <message>
   <source>It fails at: %1</source>
   <translation>Es scheitert an: %1</translation>
  </message>
  <message>
   <source>Layers (API)</source>
   <translation>Layers (API)</translation>
  </message>
  <message>
   <source>Layers can be reached.</source>
   <translation>Layers ist zu erreichen.</translation>
  </message>
  <message>
   <source>Name service (DNS)</source>
   <translation>Namensdienst (DNS)</translation>
  </message>
  <message>
   <source>Proxy</source>
   <translation>Proxy</translation>
  </message>
  <message>
   <source>Storage</source>
   <translation>Speicher</translation>
  </message>
  <message>
   <source>Test</source>
   <translation>Test</translation>
  </message>
  <message>
   <source>Test connection</source>
   <translation>Verbindung testen</translation>
  </message>
  <message>
   <source>Tries each layer of the way to Layers with the proxy above, saved or not.</source>
   <translation>Versucht jede Schicht des Wegs zu Layers mit dem Proxy von oben, gesichert oder nicht.</translation>
  </message>
  <message>
   <source>Trying the way to Layers…</source>
   <translation>Der Weg zu Layers wird versucht …</translation>
  </message>
  <message>
   <source>failed</source>
   <translation>gescheitert</translation>
  </message>
  <message>
   <source>not tried</source>
   <translation>nicht versucht</translation>
  </message>
  <message>
   <source>nothing to try</source>
   <translation>nichts zu versuchen</translation>
  </message>
  <message>
   <source>works</source>
   <translation>geht</translation>
  </message>
 </context>
 <context>
  <name>CopyController</name>
  <message>
   <source>Copy</source>
   <translation>Kopieren</translation>
  </message>
  <message>
   <source>Press a key or click in the window to copy</source>
   <translation>Zum Kopieren eine Taste drücken oder ins Fenster klicken</translation>
  </message>
  <message>
   <source>There is no asset ID to copy yet.</source>
   <translation>Es gibt noch keine Asset-ID zu kopieren.</translation>
  </message>
 </context>
 <context>
  <name>CopyPreview</name>
  <message>
   <source>Looks like this</source>
   <translation>Sieht so aus</translation>
  </message>
 </context>
 <context>
  <name>DropOverlay</name>
  <message>
   <source>Drop area</source>
   <translation>Ablagefläche</translation>
  </message>
  <message>
   <source>Find this file's asset</source>
   <translation>Das Asset dieser Datei finden</translation>
  </message>
  <message>
   <source>Looked for in the history; nothing is uploaded</source>
   <translation>Gesucht wird im Verlauf; hochgeladen wird nichts</translation>
  </message>
  <message>
   <source>as logo</source>
   <translation>als Logo</translation>
  </message>
  <message>
   <source>as reference image</source>
   <translation>als Referenzbild</translation>
  </message>
 </context>
 <context>
  <name>EmptyPage</name>
  <message>
   <source>Choose files…</source>
   <translation>Dateien wählen …</translation>
  </message>
  <message>
   <source>Choose folder…</source>
   <translation>Ordner wählen …</translation>
  </message>
  <message>
   <source>Drop images, video or audio here</source>
   <translation>Bilder, Videos oder Audio hier ablegen</translation>
  </message>
  <message>
   <source>Images up to 50 MB · audio 200 MB · video 1 GB</source>
   <translation>Bilder bis 50 MB · Audio 200 MB · Video 1 GB</translation>
  </message>
  <message>
   <source>or paste a picture with %1</source>
   <translation>oder ein Bild mit %1 einfügen</translation>
  </message>
 </context>
 <context>
  <name>FieldRow</name>
  <message>
   <source>As for all projects (%1)</source>
   <translation>Wie für alle Projekte (%1)</translation>
  </message>
  <message>
   <source>Off</source>
   <translation>Aus</translation>
  </message>
  <message>
   <source>On</source>
   <translation>An</translation>
  </message>
 </context>
 <context>
  <name>FileDialogs</name>
  <message>
   <source>All files (*)</source>
   <translation>Alle Dateien (*)</translation>
  </message>
  <message>
   <source>Choose files</source>
   <translation>Dateien wählen</translation>
  </message>
  <message>
   <source>Choose folder</source>
   <translation>Ordner wählen</translation>
  </message>
  <message>
   <source>Images, video and audio</source>
   <translation>Bilder, Videos und Audio</translation>
  </message>
 </context>
 <context>
  <name>FileOpener</name>
  <message>
   <source>%1 is not where it was: it was moved, renamed or deleted.</source>
   <translation>%1 ist nicht mehr dort: verschoben, umbenannt oder gelöscht.</translation>
  </message>
  <message>
   <source>No program opened %1.</source>
   <translation>Kein Programm hat %1 geöffnet.</translation>
  </message>
  <message>
   <source>No program opened the folder %1.</source>
   <translation>Kein Programm hat den Ordner %1 geöffnet.</translation>
  </message>
 </context>
 <context>
  <name>FileSearchField</name>
  <message>
   <source>Clear search</source>
   <translation>Suche leeren</translation>
  </message>
  <message>
   <source>Drop here to find its ID</source>
   <translation>Hier ablegen, um die ID zu finden</translation>
  </message>
  <message>
   <source>Find its ID</source>
   <translation>ID finden</translation>
  </message>
  <message>
   <source>Paste or drop a file here to find its asset ID.</source>
   <translation>Eine Datei hier einfügen oder ablegen, um ihre Asset-ID zu finden.</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Suchen</translation>
  </message>
 </context>
 <context>
  <name>FolderField</name>
  <message>
   <source>Choose folder</source>
   <translation>Ordner wählen</translation>
  </message>
 </context>
 <context>
  <name>Footer</name>
  <message>
   <source>Add files</source>
   <translation>Dateien hinzufügen</translation>
  </message>
  <message>
   <source>Copy asset ID</source>
   <translation>Asset-ID kopieren</translation>
  </message>
  <message>
   <source>Pause all</source>
   <translation>Alle anhalten</translation>
  </message>
  <message>
   <source>Resume all</source>
   <translation>Alle fortsetzen</translation>
  </message>
  <message>
   <source>Retry failed uploads</source>
   <translation>Fehlgeschlagene Uploads wiederholen</translation>
  </message>
  <message>
   <source>Total progress</source>
   <translation>Gesamtfortschritt</translation>
  </message>
 </context>
 <context>
  <name>Header</name>
  <message>
   <source>A Layers on this computer: nothing is sent anywhere.</source>
   <translation>Ein Layers auf diesem Computer: Nichts wird irgendwohin gesendet.</translation>
  </message>
  <message>
   <source>Add an account…</source>
   <translation>Konto hinzufügen …</translation>
  </message>
  <message>
   <source>Enter a new key…</source>
   <translation>Neuen Schlüssel eingeben …</translation>
  </message>
  <message>
   <source>History</source>
   <translation>Verlauf</translation>
  </message>
  <message>
   <source>Leave the sandbox</source>
   <translation>Sandbox verlassen</translation>
  </message>
  <message>
   <source>Organization %1</source>
   <translation>Organisation %1</translation>
  </message>
  <message>
   <source>Project</source>
   <translation>Projekt</translation>
  </message>
  <message>
   <source>Sandbox</source>
   <translation>Sandbox</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Einstellungen</translation>
  </message>
  <message>
   <source>Sign out</source>
   <translation>Abmelden</translation>
  </message>
  <message>
   <source>Tier %1: %2 writes a minute</source>
   <translation>Stufe %1: %2 Schreibzugriffe pro Minute</translation>
  </message>
  <message>
   <source>Tier: %1</source>
   <translation>Stufe: %1</translation>
  </message>
  <message>
   <source>unknown</source>
   <translation>unbekannt</translation>
  </message>
 </context>
 <context>
  <name>HelpDialog</name>
  <message>
   <source>1. Pick the project at the top of the window, or press %1.</source>
   <translation>1. Das Projekt oben im Fenster wählen, oder mit %1.</translation>
  </message>
  <message>
   <source>2. Drop images, video, audio or folders anywhere on the window, choose files (%1) or paste (%2).</source>
   <translation>2. Bilder, Video, Audio oder Ordner irgendwo auf das Fenster ziehen, Dateien wählen (%1) oder einfügen (%2).</translation>
  </message>
  <message>
   <source>3. Copy the asset ID with the button in its row. After a drop, %1 copies the IDs of all of it.</source>
   <translation>3. Die Asset-ID mit der Schaltfläche in ihrer Zeile kopieren. Nach dem Ablegen kopiert %1 die IDs von allem.</translation>
  </message>
  <message>
   <source>A row says what failed, what was kept and what to do; its menu shows the whole problem.</source>
   <translation>Eine Zeile sagt, was nicht ging, was erhalten blieb und was zu tun ist; ihr Menü zeigt das ganze Problem.</translation>
  </message>
  <message>
   <source>Answer no to a question under the header</source>
   <translation>Auf eine Frage unter der Kopfzeile mit Nein antworten</translation>
  </message>
  <message>
   <source>Cancel selected uploads, or take finished ones off the list</source>
   <translation>Ausgewählte Uploads abbrechen, fertige aus der Liste nehmen</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>Developer documentation</source>
   <translation>Dokumentation für Entwickler</translation>
  </message>
  <message>
   <source>From a file to an asset ID</source>
   <translation>Von der Datei zur Asset-ID</translation>
  </message>
  <message>
   <source>Give the suggested answer to a question under the header</source>
   <translation>Eine Frage unter der Kopfzeile so beantworten, wie vorgeschlagen</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Hilfe</translation>
  </message>
  <message>
   <source>In the list of projects: ask Layers anew</source>
   <translation>In der Liste der Projekte: Layers neu fragen</translation>
  </message>
  <message>
   <source>Keys</source>
   <translation>Tasten</translation>
  </message>
  <message>
   <source>Open the menu of a row</source>
   <translation>Das Menü einer Zeile öffnen</translation>
  </message>
  <message>
   <source>Pause or resume selected uploads</source>
   <translation>Ausgewählte Uploads anhalten oder fortsetzen</translation>
  </message>
  <message>
   <source>Press a row's own button: copy, retry, pause …</source>
   <translation>Den Knopf einer Zeile drücken: kopieren, wiederholen, anhalten …</translation>
  </message>
  <message>
   <source>Steps and keys</source>
   <translation>Schritte und Tasten</translation>
  </message>
  <message>
   <source>Test connection, in the settings under Network, names what is in the way to Layers.</source>
   <translation>„Verbindung testen“ in den Einstellungen unter „Netz“ nennt, was auf dem Weg zu Layers stört.</translation>
  </message>
  <message>
   <source>The command %1 looks at this computer too, and packs a report for support.</source>
   <translation>Der Befehl %1 sieht sich auch diesen Computer an und packt einen Bericht für den Support.</translation>
  </message>
  <message>
   <source>Upload a file that is an asset already again</source>
   <translation>Eine Datei, die schon ein Asset ist, neu hochladen</translation>
  </message>
  <message>
   <source>Use the ID of a file that is an asset already</source>
   <translation>Die ID einer Datei nehmen, die schon ein Asset ist</translation>
  </message>
  <message>
   <source>When something does not work</source>
   <translation>Wenn etwas nicht geht</translation>
  </message>
 </context>
 <context>
  <name>HistoryExports</name>
  <message>
   <source>%1 written to %2</source>
   <translation>%1 nach %2 geschrieben</translation>
  </message>
  <message>
   <source>There is nothing to export yet.</source>
   <translation>Es gibt noch nichts zu exportieren.</translation>
  </message>
 </context>
 <context>
  <name>HistoryFooter</name>
  <message>
   <source>Copy ID</source>
   <translation>ID kopieren</translation>
  </message>
  <message>
   <source>Copy IDs</source>
   <translation>IDs kopieren</translation>
  </message>
  <message>
   <source>Copy as</source>
   <translation>Kopieren als</translation>
  </message>
  <message>
   <source>Show in folder</source>
   <translation>Im Ordner zeigen</translation>
  </message>
 </context>
 <context>
  <name>HistoryPage</name>
  <message>
   <source>Only %1 is looked for.</source>
   <translation>Nur nach %1 wird gesucht.</translation>
  </message>
  <message>
   <source>Search history</source>
   <translation>Verlauf durchsuchen</translation>
  </message>
  <message>
   <source>Select the assets to copy.</source>
   <translation>Die Assets zum Kopieren auswählen.</translation>
  </message>
 </context>
 <context>
  <name>HistorySearchBar</name>
  <message>
   <source>All projects</source>
   <translation>Alle Projekte</translation>
  </message>
  <message>
   <source>Assets that are %1, byte for byte</source>
   <translation>Assets, die Byte für Byte %1 sind</translation>
  </message>
  <message>
   <source>Back to uploads</source>
   <translation>Zurück zu den Uploads</translation>
  </message>
  <message>
   <source>Everything found as %1…</source>
   <translation>Alles Gefundene als %1 …</translation>
  </message>
  <message>
   <source>Export</source>
   <translation>Exportieren</translation>
  </message>
  <message>
   <source>Looking at %1. Esc stops.</source>
   <translation>%1 wird geprüft. Esc hört auf.</translation>
  </message>
  <message>
   <source>Looking at %1: %2. Esc stops.</source>
   <translation>%1 wird geprüft: %2. Esc hört auf.</translation>
  </message>
  <message>
   <source>Selected as %1…</source>
   <translation>Ausgewählte als %1 …</translation>
  </message>
  <message>
   <source>Show all again</source>
   <translation>Wieder alles zeigen</translation>
  </message>
  <message>
   <source>Show history of</source>
   <translation>Verlauf zeigen von</translation>
  </message>
 </context>
 <context>
  <name>HistorySearchField</name>
  <message>
   <source>Search</source>
   <translation>Suchen</translation>
  </message>
  <message>
   <source>Search history</source>
   <translation>Verlauf durchsuchen</translation>
  </message>
  <message>
   <source>Search, or drop a file</source>
   <translation>Suchen oder Datei ablegen</translation>
  </message>
 </context>
 <context>
  <name>HistoryView</name>
  <message>
   <source>History</source>
   <translation>Verlauf</translation>
  </message>
 </context>
 <context>
  <name>IntakeController</name>
  <message>
   <source>Left out: %1</source>
   <translation>Ausgelassen: %1</translation>
  </message>
  <message>
   <source>Not sent: you signed out or changed the account. Drop it again.</source>
   <translation>Nicht gesendet: Das Konto wurde abgemeldet oder gewechselt. Bitte noch einmal ablegen.</translation>
  </message>
  <message>
   <source>The original couldn't be fetched. This is a copy of it.</source>
   <translation>Das Original ließ sich nicht laden. Dies ist eine Kopie davon.</translation>
  </message>
  <message>
   <source>You are asked about it after this page.</source>
   <translation>Die Frage dazu kommt nach dieser Seite.</translation>
  </message>
 </context>
 <context>
  <name>KeepAwake</name>
  <message>
   <source>Uploads are running</source>
   <translation>Uploads laufen</translation>
  </message>
 </context>
 <context>
  <name>KeyField</name>
  <message>
   <source>API key</source>
   <translation>API-Schlüssel</translation>
  </message>
  <message>
   <source>Key deleted</source>
   <translation>Schlüssel gelöscht</translation>
  </message>
  <message>
   <source>Key pasted</source>
   <translation>Schlüssel eingefügt</translation>
  </message>
 </context>
 <context>
  <name>LoadingPage</name>
  <message>
   <source>Enter another key</source>
   <translation>Anderen Schlüssel eingeben</translation>
  </message>
 </context>
 <context>
  <name>MessageBar</name>
  <message numerus="yes">
   <source>%n files wait: choose a project</source>
   <translation>
    <numerusform>%n Datei wartet: Projekt wählen</numerusform>
    <numerusform>%n Dateien warten: Projekt wählen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n watched folders cannot be read. Layers Desktop looks for them again every few seconds.</source>
   <translation>
    <numerusform>%n beobachteter Ordner ist nicht zu lesen. Layers Desktop sucht ihn alle paar Sekunden wieder.</numerusform>
    <numerusform>%n beobachtete Ordner sind nicht zu lesen. Layers Desktop sucht sie alle paar Sekunden wieder.</numerusform>
   </translation>
  </message>
  <message>
   <source>1 file waits: choose a project</source>
   <translation>1 Datei wartet: Projekt wählen</translation>
  </message>
  <message>
   <source>Choose another one.</source>
   <translation>Ein anderes wählen.</translation>
  </message>
  <message>
   <source>Choose project</source>
   <translation>Projekt wählen</translation>
  </message>
  <message>
   <source>Dismiss</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>Enter a new key</source>
   <translation>Neuen Schlüssel eingeben</translation>
  </message>
  <message>
   <source>Layers suspended this key or organization. Everything waits, nothing is lost.</source>
   <translation>Layers hat diesen Schlüssel oder diese Organisation gesperrt. Alles wartet, nichts geht verloren.</translation>
  </message>
  <message>
   <source>This key does not see the project “%1”. %2</source>
   <translation>Dieser Schlüssel sieht das Projekt „%1“ nicht. %2</translation>
  </message>
  <message>
   <source>Waiting for the network. Uploads go on by themselves.</source>
   <translation>Warten auf das Netz. Die Uploads gehen von selbst weiter.</translation>
  </message>
 </context>
 <context>
  <name>Notifications</name>
  <message>
   <source>Copy IDs</source>
   <translation>IDs kopieren</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>Anzeigen</translation>
  </message>
 </context>
 <context>
  <name>PageStack</name>
  <message>
   <source>Connected to %1</source>
   <translation>Verbunden mit %1</translation>
  </message>
  <message>
   <source>Connecting to Layers …</source>
   <translation>Verbindung zu Layers …</translation>
  </message>
  <message>
   <source>Looking for your key in this computer's keyring …</source>
   <translation>Der Schlüssel wird im Schlüsselbund dieses Computers gesucht …</translation>
  </message>
 </context>
 <context>
  <name>ProblemDialog</name>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>Copied</source>
   <translation>Kopiert</translation>
  </message>
  <message>
   <source>Copy request ID</source>
   <translation>Anfrage-ID kopieren</translation>
  </message>
  <message>
   <source>Request %1</source>
   <translation>Anfrage %1</translation>
  </message>
  <message>
   <source>Try another kind</source>
   <translation>Andere Art versuchen</translation>
  </message>
  <message>
   <source>Upload as %1</source>
   <translation>Hochladen als %1</translation>
  </message>
 </context>
 <context>
  <name>ProjectPicker</name>
  <message>
   <source>Choose a project</source>
   <translation>Projekt wählen</translation>
  </message>
  <message>
   <source>Project</source>
   <translation>Projekt</translation>
  </message>
 </context>
 <context>
  <name>ProjectPopup</name>
  <message numerus="yes">
   <source>%n projects found</source>
   <translation>
    <numerusform>%n Projekt gefunden</numerusform>
    <numerusform>%n Projekte gefunden</numerusform>
   </translation>
  </message>
  <message>
   <source>1 project found</source>
   <translation>1 Projekt gefunden</translation>
  </message>
  <message>
   <source>Ask Layers for its projects now (F5)</source>
   <translation>Layers jetzt nach seinen Projekten fragen (F5)</translation>
  </message>
  <message>
   <source>Find project</source>
   <translation>Projekt suchen</translation>
  </message>
  <message>
   <source>Loading projects …</source>
   <translation>Projekte werden geladen …</translation>
  </message>
  <message>
   <source>Loading …</source>
   <translation>Wird geladen …</translation>
  </message>
  <message>
   <source>Name, customer id or id</source>
   <translation>Name, Kunden-ID oder ID</translation>
  </message>
  <message>
   <source>No project matches.</source>
   <translation>Kein Projekt passt dazu.</translation>
  </message>
  <message>
   <source>No projects yet.</source>
   <translation>Noch keine Projekte.</translation>
  </message>
  <message>
   <source>Projects</source>
   <translation>Projekte</translation>
  </message>
  <message>
   <source>Refresh</source>
   <translation>Aktualisieren</translation>
  </message>
  <message>
   <source>Settings of %1…</source>
   <translation>Einstellungen von %1 …</translation>
  </message>
 </context>
 <context>
  <name>PromptCard</name>
  <message>
   <source>Choose project</source>
   <translation>Projekt wählen</translation>
  </message>
  <message>
   <source>Confirm upload</source>
   <translation>Upload bestätigen</translation>
  </message>
  <message>
   <source>Hide</source>
   <translation>Ausblenden</translation>
  </message>
  <message>
   <source>Hide what is left out</source>
   <translation>Ausgelassenes ausblenden</translation>
  </message>
  <message>
   <source>Left out</source>
   <translation>Ausgelassen</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>Name of the picture</source>
   <translation>Name des Bildes</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>Anzeigen</translation>
  </message>
  <message>
   <source>Show what is left out</source>
   <translation>Ausgelassenes anzeigen</translation>
  </message>
  <message>
   <source>Upload this copy</source>
   <translation>Diese Kopie hochladen</translation>
  </message>
  <message>
   <source>What</source>
   <translation>Inhalt</translation>
  </message>
 </context>
 <context>
  <name>RowController</name>
  <message>
   <source>Undo</source>
   <translation>Rückgängig</translation>
  </message>
 </context>
 <context>
  <name>SearchField</name>
  <message>
   <source>Search</source>
   <translation>Suchen</translation>
  </message>
  <message>
   <source>Search uploads</source>
   <translation>Uploads durchsuchen</translation>
  </message>
 </context>
 <context>
  <name>Settings</name>
  <message>
   <source>An empty template copies nothing.</source>
   <translation>Eine leere Vorlage kopiert nichts.</translation>
  </message>
  <message>
   <source>This is no whole path: choose the folder.</source>
   <translation>Das ist kein ganzer Pfad: den Ordner wählen.</translation>
  </message>
 </context>
 <context>
  <name>SettingsDialog</name>
  <message>
   <source>%1 cannot be filled in: take it out or correct it.</source>
   <translation>%1 lässt sich nicht ausfüllen: entfernen oder berichtigen.</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Pages</source>
   <translation>Seiten</translation>
  </message>
  <message>
   <source>Restore defaults</source>
   <translation>Vorgaben wiederherstellen</translation>
  </message>
  <message>
   <source>Save</source>
   <translation>Sichern</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Einstellungen</translation>
  </message>
 </context>
 <context>
  <name>SignInPage</name>
  <message numerus="yes">
   <source>%n uploads wait for a key of %1.</source>
   <translation>
    <numerusform>%n Upload wartet auf einen Schlüssel von %1.</numerusform>
    <numerusform>%n Uploads warten auf einen Schlüssel von %1.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n uploads wait for a key.</source>
   <translation>
    <numerusform>%n Upload wartet auf einen Schlüssel.</numerusform>
    <numerusform>%n Uploads warten auf einen Schlüssel.</numerusform>
   </translation>
  </message>
  <message>
   <source>1 upload waits for a key of %1.</source>
   <translation>1 Upload wartet auf einen Schlüssel von %1.</translation>
  </message>
  <message>
   <source>1 upload waits for a key.</source>
   <translation>1 Upload wartet auf einen Schlüssel.</translation>
  </message>
  <message>
   <source>Add an account</source>
   <translation>Konto hinzufügen</translation>
  </message>
  <message>
   <source>Back</source>
   <translation>Zurück</translation>
  </message>
  <message>
   <source>Connect</source>
   <translation>Verbinden</translation>
  </message>
  <message>
   <source>Connect to Layers</source>
   <translation>Mit Layers verbinden</translation>
  </message>
  <message>
   <source>Connecting…</source>
   <translation>Verbinden …</translation>
  </message>
  <message>
   <source>Enter a new key</source>
   <translation>Neuen Schlüssel eingeben</translation>
  </message>
  <message>
   <source>Network settings…</source>
   <translation>Netzeinstellungen …</translation>
  </message>
  <message>
   <source>Paste your API key. It is kept for this session only and sent only to Layers.</source>
   <translation>API-Schlüssel einfügen. Er wird nur für diese Sitzung behalten und nur an Layers gesendet.</translation>
  </message>
  <message>
   <source>Paste your API key. It is kept in this computer's keyring and sent only to Layers.</source>
   <translation>API-Schlüssel einfügen. Er wird im Schlüsselbund dieses Computers aufbewahrt und nur an Layers gesendet.</translation>
  </message>
  <message>
   <source>Starting…</source>
   <translation>Startet …</translation>
  </message>
  <message>
   <source>Try without a key</source>
   <translation>Ohne Schlüssel testen</translation>
  </message>
  <message>
   <source>Where is my key?</source>
   <translation>Wo ist mein Schlüssel?</translation>
  </message>
 </context>
 <context>
  <name>Toast</name>
  <message>
   <source>Copy address</source>
   <translation>Adresse kopieren</translation>
  </message>
  <message>
   <source>No browser opened. The address is %1</source>
   <translation>Kein Browser hat sich geöffnet. Die Adresse ist %1</translation>
  </message>
 </context>
 <context>
  <name>Tray</name>
  <message>
   <source>%1 of %2</source>
   <translation>%1 von %2</translation>
  </message>
  <message>
   <source>Pause all</source>
   <translation>Alle anhalten</translation>
  </message>
  <message>
   <source>Paused</source>
   <translation>Angehalten</translation>
  </message>
  <message>
   <source>Quit</source>
   <translation>Beenden</translation>
  </message>
  <message>
   <source>Resume all</source>
   <translation>Alle fortsetzen</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>Anzeigen</translation>
  </message>
  <message>
   <source>The window is closed; this icon brings it back. Its menu ends the program.</source>
   <translation>Das Fenster ist geschlossen; dieses Symbol bringt es zurück. Sein Menü beendet das Programm.</translation>
  </message>
 </context>
 <context>
  <name>UploadList</name>
  <message>
   <source>Uploads</source>
   <translation>Uploads</translation>
  </message>
 </context>
 <context>
  <name>UploadsPanel</name>
  <message>
   <source>Retry all that failed</source>
   <translation>Alles Fehlgeschlagene wiederholen</translation>
  </message>
  <message>
   <source>Search uploads</source>
   <translation>Uploads durchsuchen</translation>
  </message>
  <message>
   <source>These rows were removed from the list; the history has their IDs.</source>
   <translation>Diese Zeilen wurden aus der Liste entfernt; der Verlauf hat ihre IDs.</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>Rückgängig</translation>
  </message>
 </context>
 <context>
  <name>WatchIndicator</name>
  <message>
   <source>%1 → %2</source>
   <translation>%1 → %2</translation>
  </message>
  <message>
   <source>Watching %1</source>
   <translation>Beobachtet: %1</translation>
  </message>
  <message numerus="yes">
   <source>Watching %n folders</source>
   <translation>
    <numerusform>Beobachtet: %n Ordner</numerusform>
    <numerusform>Beobachtet: %n Ordner</numerusform>
   </translation>
  </message>
  <message>
   <source>What appears in %1 is uploaded to %2 by itself.</source>
   <translation>Was in %1 erscheint, wird von selbst in %2 hochgeladen.</translation>
  </message>
 </context>
 <context>
  <name>WindowContents</name>
  <message>
   <source>Nothing to retry here: that is for rows in the list of uploads</source>
   <translation>Hier gibt es nichts zu wiederholen: Das gilt für Zeilen der Upload-Liste</translation>
  </message>
 </context>
 <context>
  <name>_Body</name>
  <message>
   <source>What is asked about</source>
   <translation>Worum es geht</translation>
  </message>
 </context>
 <context>
  <name>_SaveDialog</name>
  <message>
   <source>Export</source>
   <translation>Exportieren</translation>
  </message>
 </context>
 <context>
  <name>actions</name>
  <message>
   <source>Choose files</source>
   <translation>Dateien wählen</translation>
  </message>
  <message>
   <source>Choose folder</source>
   <translation>Ordner wählen</translation>
  </message>
  <message>
   <source>Copy all asset IDs</source>
   <translation>Alle Asset-IDs kopieren</translation>
  </message>
  <message>
   <source>Copy asset ID</source>
   <translation>Asset-ID kopieren</translation>
  </message>
  <message>
   <source>Export</source>
   <translation>Exportieren</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Hilfe</translation>
  </message>
  <message>
   <source>History</source>
   <translation>Verlauf</translation>
  </message>
  <message>
   <source>Paste</source>
   <translation>Einfügen</translation>
  </message>
  <message>
   <source>Project</source>
   <translation>Projekt</translation>
  </message>
  <message>
   <source>Retry failed uploads</source>
   <translation>Fehlgeschlagene Uploads wiederholen</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Einstellungen</translation>
  </message>
 </context>
 <context>
  <name>clipboard</name>
  <message numerus="yes">
   <source>%n are still uploading</source>
   <translation>
    <numerusform>%n wird noch hochgeladen</numerusform>
    <numerusform>%n werden noch hochgeladen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n need you</source>
   <translation>
    <numerusform>%n braucht Hilfe</numerusform>
    <numerusform>%n brauchen Hilfe</numerusform>
   </translation>
  </message>
  <message>
   <source>1 is still uploading</source>
   <translation>1 wird noch hochgeladen</translation>
  </message>
  <message>
   <source>1 needs you</source>
   <translation>1 braucht Hilfe</translation>
  </message>
  <message>
   <source>Copied %1</source>
   <translation>%1 kopiert</translation>
  </message>
  <message>
   <source>Copied %1 and its ID</source>
   <translation>%1 und ID kopiert</translation>
  </message>
  <message>
   <source>Copied %1 as CSV</source>
   <translation>%1 als CSV kopiert</translation>
  </message>
  <message>
   <source>Copied %1 as JSON</source>
   <translation>%1 als JSON kopiert</translation>
  </message>
  <message>
   <source>Copied %1 as Markdown</source>
   <translation>%1 als Markdown kopiert</translation>
  </message>
  <message>
   <source>Copied %1 as your template</source>
   <translation>%1 nach eigener Vorlage kopiert</translation>
  </message>
  <message numerus="yes">
   <source>Copied %n IDs</source>
   <translation>
    <numerusform>%n ID kopiert</numerusform>
    <numerusform>%n IDs kopiert</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Copied %n assets as CSV</source>
   <translation>
    <numerusform>%n Asset als CSV kopiert</numerusform>
    <numerusform>%n Assets als CSV kopiert</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Copied %n assets as JSON</source>
   <translation>
    <numerusform>%n Asset als JSON kopiert</numerusform>
    <numerusform>%n Assets als JSON kopiert</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Copied %n assets as Markdown</source>
   <translation>
    <numerusform>%n Asset als Markdown kopiert</numerusform>
    <numerusform>%n Assets als Markdown kopiert</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Copied %n assets as your template</source>
   <translation>
    <numerusform>%n Asset nach eigener Vorlage kopiert</numerusform>
    <numerusform>%n Assets nach eigener Vorlage kopiert</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Copied %n links</source>
   <translation>
    <numerusform>%n Link kopiert</numerusform>
    <numerusform>%n Links kopiert</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Copied %n names and IDs</source>
   <translation>
    <numerusform>%n Name mit ID kopiert</numerusform>
    <numerusform>%n Namen mit IDs kopiert</numerusform>
   </translation>
  </message>
  <message>
   <source>Copied the link of %1</source>
   <translation>Link von %1 kopiert</translation>
  </message>
 </context>
 <context>
  <name>drop</name>
  <message>
   <source>%1 as logo</source>
   <translation>%1 als Logo</translation>
  </message>
  <message>
   <source>%1 as reference image</source>
   <translation>%1 als Referenzbild</translation>
  </message>
  <message>
   <source>%1 → %2</source>
   <translation>%1 → %2</translation>
  </message>
  <message numerus="yes">
   <source>%n audio files</source>
   <translation>
    <numerusform>%n Audiodatei</numerusform>
    <numerusform>%n Audiodateien</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n files can't be sent</source>
   <translation>
    <numerusform>%n Datei lässt sich nicht senden</numerusform>
    <numerusform>%n Dateien lassen sich nicht senden</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n images</source>
   <translation>
    <numerusform>%n Bild</numerusform>
    <numerusform>%n Bilder</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n items</source>
   <translation>
    <numerusform>%n Element</numerusform>
    <numerusform>%n Elemente</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n items can't be sent</source>
   <translation>
    <numerusform>%n Element lässt sich nicht senden</numerusform>
    <numerusform>%n Elemente lassen sich nicht senden</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n links</source>
   <translation>
    <numerusform>%n Link</numerusform>
    <numerusform>%n Links</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n links to images</source>
   <translation>
    <numerusform>%n Link zu einem Bild</numerusform>
    <numerusform>%n Links zu Bildern</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n other items</source>
   <translation>
    <numerusform>%n weiteres Element</numerusform>
    <numerusform>%n weitere Elemente</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n videos</source>
   <translation>
    <numerusform>%n Video</numerusform>
    <numerusform>%n Videos</numerusform>
   </translation>
  </message>
  <message>
   <source>1 audio file</source>
   <translation>1 Audiodatei</translation>
  </message>
  <message>
   <source>1 file can't be sent</source>
   <translation>1 Datei lässt sich nicht senden</translation>
  </message>
  <message>
   <source>1 image</source>
   <translation>1 Bild</translation>
  </message>
  <message>
   <source>1 item</source>
   <translation>1 Element</translation>
  </message>
  <message>
   <source>1 item can't be sent</source>
   <translation>1 Element lässt sich nicht senden</translation>
  </message>
  <message>
   <source>1 link</source>
   <translation>1 Link</translation>
  </message>
  <message>
   <source>1 link to an image</source>
   <translation>1 Link zu einem Bild</translation>
  </message>
  <message>
   <source>1 other item</source>
   <translation>1 weiteres Element</translation>
  </message>
  <message>
   <source>1 video</source>
   <translation>1 Video</translation>
  </message>
  <message>
   <source>A table with a picture of it</source>
   <translation>Eine Tabelle mit einem Bild davon</translation>
  </message>
  <message>
   <source>Formatted text with a picture</source>
   <translation>Formatierter Text mit einem Bild</translation>
  </message>
  <message>
   <source>Its picture is sent only if you say so</source>
   <translation>Das Bild wird nur auf Wunsch gesendet</translation>
  </message>
  <message>
   <source>Links are fetched only if you say so</source>
   <translation>Links werden nur auf Wunsch geholt</translation>
  </message>
  <message>
   <source>Nothing here can be sent</source>
   <translation>Nichts davon lässt sich senden</translation>
  </message>
  <message>
   <source>Text can't be sent: drop files or a picture</source>
   <translation>Text lässt sich nicht senden: Dateien oder ein Bild ablegen</translation>
  </message>
  <message>
   <source>Text with a picture</source>
   <translation>Text mit einem Bild</translation>
  </message>
  <message>
   <source>The link is fetched only if you say so</source>
   <translation>Der Link wird nur auf Wunsch geholt</translation>
  </message>
  <message>
   <source>The other program did not hand the picture over. Save it, then drop the file.</source>
   <translation>Das andere Programm hat das Bild nicht übergeben. Sichern, dann die Datei ablegen.</translation>
  </message>
  <message>
   <source>The other program didn't answer. Copy it again</source>
   <translation>Das andere Programm antwortet nicht. Noch einmal kopieren</translation>
  </message>
  <message>
   <source>The other program didn't answer. Drag it again</source>
   <translation>Das andere Programm antwortet nicht. Noch einmal ziehen</translation>
  </message>
  <message>
   <source>The other program offers no file: save it first, then drop it</source>
   <translation>Das andere Programm bietet keine Datei an: erst sichern, dann ablegen</translation>
  </message>
  <message>
   <source>There is no picture and no file on the clipboard.</source>
   <translation>In der Zwischenablage ist weder ein Bild noch eine Datei.</translation>
  </message>
  <message>
   <source>choose a project next</source>
   <translation>als Nächstes ein Projekt wählen</translation>
  </message>
  <message>
   <source>connect next</source>
   <translation>als Nächstes verbinden</translation>
  </message>
  <message>
   <source>link</source>
   <translation>Link</translation>
  </message>
 </context>
 <context>
  <name>footer</name>
  <message>
   <source>%1 in %2</source>
   <translation>%1 in %2</translation>
  </message>
  <message>
   <source>%1 of %2</source>
   <translation>%1 von %2</translation>
  </message>
  <message numerus="yes">
   <source>%n need you</source>
   <translation>
    <numerusform>%n braucht Hilfe</numerusform>
    <numerusform>%n brauchen Hilfe</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n paused</source>
   <translation>
    <numerusform>%n angehalten</numerusform>
    <numerusform>%n angehalten</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n uploaded</source>
   <translation>
    <numerusform>%n hochgeladen</numerusform>
    <numerusform>%n hochgeladen</numerusform>
   </translation>
  </message>
  <message>
   <source>1 needs you</source>
   <translation>1 braucht Hilfe</translation>
  </message>
  <message numerus="yes">
   <source>Copy %n</source>
   <translation>
    <numerusform>%n kopieren</numerusform>
    <numerusform>%n kopieren</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Copy %n IDs</source>
   <translation>
    <numerusform>%n ID kopieren</numerusform>
    <numerusform>%n IDs kopieren</numerusform>
   </translation>
  </message>
  <message>
   <source>Copy 1 ID</source>
   <translation>1 ID kopieren</translation>
  </message>
  <message>
   <source>Layers takes %1 a minute</source>
   <translation>Layers nimmt %1 pro Minute</translation>
  </message>
  <message>
   <source>Paused</source>
   <translation>Angehalten</translation>
  </message>
  <message>
   <source>Waiting for an API key</source>
   <translation>Warten auf einen API-Schlüssel</translation>
  </message>
 </context>
 <context>
  <name>formats</name>
  <message>
   <source>%1 %</source>
   <translation>%1 %</translation>
  </message>
  <message>
   <source>%1 %2/s</source>
   <translation>%1 %2/s</translation>
  </message>
  <message>
   <source>%1 bytes</source>
   <translation>%1 Bytes</translation>
  </message>
  <message>
   <source>%1 h</source>
   <translation>%1 h</translation>
  </message>
  <message>
   <source>%1 left</source>
   <translation>noch %1</translation>
  </message>
  <message>
   <source>%1 min</source>
   <translation>%1 min</translation>
  </message>
  <message>
   <source>%1 s</source>
   <translation>%1 s</translation>
  </message>
  <message>
   <source>GB</source>
   <translation>GB</translation>
  </message>
  <message>
   <source>KB</source>
   <translation>KB</translation>
  </message>
  <message>
   <source>MB</source>
   <translation>MB</translation>
  </message>
  <message>
   <source>TB</source>
   <translation>TB</translation>
  </message>
 </context>
 <context>
  <name>history</name>
  <message>
   <source>%1 was not uploaded from here.</source>
   <translation>%1 wurde nicht von hier hochgeladen.</translation>
  </message>
  <message numerus="yes">
   <source>%n assets</source>
   <translation>
    <numerusform>%n Asset</numerusform>
    <numerusform>%n Assets</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n selected</source>
   <translation>
    <numerusform>%n ausgewählt</numerusform>
    <numerusform>%n ausgewählt</numerusform>
   </translation>
  </message>
  <message>
   <source>1 asset</source>
   <translation>1 Asset</translation>
  </message>
  <message>
   <source>All %1 selected</source>
   <translation>Alle %1 ausgewählt</translation>
  </message>
  <message>
   <source>All selected</source>
   <translation>Alle ausgewählt</translation>
  </message>
  <message>
   <source>No asset matches “%1”.</source>
   <translation>Kein Asset passt zu „%1“.</translation>
  </message>
  <message>
   <source>No asset of %2 matches “%1”. Choose All projects to look further.</source>
   <translation>Kein Asset von %2 passt zu „%1“. „Alle Projekte“ sucht weiter.</translation>
  </message>
  <message>
   <source>Nothing has been uploaded from here yet.</source>
   <translation>Von hier wurde noch nichts hochgeladen.</translation>
  </message>
  <message>
   <source>Nothing has been uploaded to %1 from here yet.</source>
   <translation>Von hier wurde noch nichts zu %1 hochgeladen.</translation>
  </message>
  <message numerus="yes">
   <source>Reading %n assets…</source>
   <translation>
    <numerusform>%n Asset wird gelesen…</numerusform>
    <numerusform>%n Assets werden gelesen…</numerusform>
   </translation>
  </message>
  <message>
   <source>Today</source>
   <translation>Heute</translation>
  </message>
  <message>
   <source>Yesterday</source>
   <translation>Gestern</translation>
  </message>
  <message>
   <source>asset %1</source>
   <translation>Asset %1</translation>
  </message>
 </context>
 <context>
  <name>hold</name>
  <message>
   <source>Waiting for the network</source>
   <translation>Warten auf das Netz</translation>
  </message>
  <message>
   <source>Waiting: the connection is not secure</source>
   <translation>Wartet: die Verbindung ist nicht sicher</translation>
  </message>
  <message>
   <source>Waiting: the network asks to sign in</source>
   <translation>Wartet: das Netz verlangt eine Anmeldung</translation>
  </message>
  <message>
   <source>Waiting: the proxy does not work</source>
   <translation>Wartet: der Proxy funktioniert nicht</translation>
  </message>
 </context>
 <context>
  <name>marked</name>
  <message numerus="yes">
   <source>%n uploads could be read and go on. The damaged file is kept as {file}; assets at Layers are not touched.</source>
   <translation>
    <numerusform>%n Upload war zu lesen und geht weiter. Die beschädigte Datei ist als {file} aufbewahrt; Assets bei Layers sind unberührt.</numerusform>
    <numerusform>%n Uploads waren zu lesen und gehen weiter. Die beschädigte Datei ist als {file} aufbewahrt; Assets bei Layers sind unberührt.</numerusform>
   </translation>
  </message>
  <message>
   <source>3D model</source>
   <translation>3D-Modell</translation>
  </message>
  <message>
   <source>3G2 audio</source>
   <translation>3G2-Audio</translation>
  </message>
  <message>
   <source>3G2 video</source>
   <translation>3G2-Video</translation>
  </message>
  <message>
   <source>3GP audio</source>
   <translation>3GP-Audio</translation>
  </message>
  <message>
   <source>3GP video</source>
   <translation>3GP-Video</translation>
  </message>
  <message>
   <source>7-Zip archive</source>
   <translation>7-Zip-Archiv</translation>
  </message>
  <message>
   <source>8SVX audio</source>
   <translation>8SVX-Audio</translation>
  </message>
  <message>
   <source>A file that was there before is as it was.</source>
   <translation>Eine Datei, die vorher da war, ist unverändert.</translation>
  </message>
  <message>
   <source>A firewall of this network, or the server itself, refused the connection.</source>
   <translation>Eine Firewall dieses Netzes oder der Server selbst hat die Verbindung abgelehnt.</translation>
  </message>
  <message>
   <source>A key is one word of letters, digits and signs that begins with lp_.</source>
   <translation>Ein Schlüssel ist ein Wort aus Buchstaben, Ziffern und Zeichen, das mit lp_ beginnt.</translation>
  </message>
  <message>
   <source>A name and a password are not kept in the settings: give them to the system (HTTPS_PROXY), and choose “As the system”.</source>
   <translation>Name und Passwort werden nicht in den Einstellungen aufbewahrt: dem System geben (HTTPS_PROXY) und „Wie das System“ wählen.</translation>
  </message>
  <message>
   <source>A new link is fetched by itself.</source>
   <translation>Ein neuer Link wird von selbst geholt.</translation>
  </message>
  <message>
   <source>A new one was started.</source>
   <translation>Eine neue wurde begonnen.</translation>
  </message>
  <message>
   <source>A sign-in page of the network answered instead of Layers</source>
   <translation>Statt Layers hat eine Anmeldeseite des Netzes geantwortet</translation>
  </message>
  <message>
   <source>A sign-in page of the network answered instead of the storage</source>
   <translation>Statt des Speichers hat eine Anmeldeseite des Netzes geantwortet</translation>
  </message>
  <message>
   <source>AAC audio</source>
   <translation>AAC-Audio</translation>
  </message>
  <message>
   <source>AC-3 audio</source>
   <translation>AC-3-Audio</translation>
  </message>
  <message>
   <source>AIFF audio</source>
   <translation>AIFF-Audio</translation>
  </message>
  <message>
   <source>AMR audio</source>
   <translation>AMR-Audio</translation>
  </message>
  <message>
   <source>AU audio</source>
   <translation>AU-Audio</translation>
  </message>
  <message>
   <source>AVI video</source>
   <translation>AVI-Video</translation>
  </message>
  <message>
   <source>AVIF image</source>
   <translation>AVIF-Bild</translation>
  </message>
  <message>
   <source>Account</source>
   <translation>Konto</translation>
  </message>
  <message>
   <source>Add the account anew with its key.</source>
   <translation>Das Konto mit seinem Schlüssel neu hinzufügen.</translation>
  </message>
  <message>
   <source>Add the folder itself.</source>
   <translation>Den Ordner selbst hinzufügen.</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>Adresse</translation>
  </message>
  <message>
   <source>Adobe raw image</source>
   <translation>Adobe-Rohbild</translation>
  </message>
  <message>
   <source>After Effects project</source>
   <translation>After-Effects-Projekt</translation>
  </message>
  <message>
   <source>Also upload what is in the watched folder already</source>
   <translation>Auch hochladen, was schon im beobachteten Ordner liegt</translation>
  </message>
  <message>
   <source>An http proxy. A name and a password are not kept here: give them to the system.</source>
   <translation>Ein HTTP-Proxy. Name und Passwort werden hier nicht aufbewahrt: Sie gehören in die Einstellungen des Systems.</translation>
  </message>
  <message>
   <source>Another program is writing to this file, or put another one in its place.</source>
   <translation>Ein anderes Programm schreibt in diese Datei oder hat eine andere an ihre Stelle gelegt.</translation>
  </message>
  <message>
   <source>Another program is writing to this file.</source>
   <translation>Ein anderes Programm schreibt in diese Datei.</translation>
  </message>
  <message>
   <source>Another program keeps it to itself.</source>
   <translation>Ein anderes Programm hält sie fest.</translation>
  </message>
  <message>
   <source>As the system</source>
   <translation>Wie das System</translation>
  </message>
  <message>
   <source>Ask Layers' support, then connect again.</source>
   <translation>Den Support von Layers fragen, dann neu verbinden.</translation>
  </message>
  <message>
   <source>Ask its owner for permission, or send a copy.</source>
   <translation>Um Erlaubnis bitten oder eine Kopie senden.</translation>
  </message>
  <message>
   <source>Ask me</source>
   <translation>Nachfragen</translation>
  </message>
  <message>
   <source>BMP image</source>
   <translation>BMP-Bild</translation>
  </message>
  <message>
   <source>Bandwidth limit</source>
   <translation>Bandbreite begrenzen</translation>
  </message>
  <message>
   <source>Blender scene</source>
   <translation>Blender-Szene</translation>
  </message>
  <message>
   <source>CAD drawing</source>
   <translation>CAD-Zeichnung</translation>
  </message>
  <message>
   <source>CSV</source>
   <translation>CSV</translation>
  </message>
  <message>
   <source>Canon raw image</source>
   <translation>Canon-Rohbild</translation>
  </message>
  <message>
   <source>Change the file or its kind and try again.</source>
   <translation>Die Datei oder ihre Art ändern und es noch einmal versuchen.</translation>
  </message>
  <message>
   <source>Check that it is still there, then drop it again.</source>
   <translation>Prüfen, ob sie noch da ist, dann neu ablegen.</translation>
  </message>
  <message>
   <source>Check that the disk is not full and that you may write to your home folder.</source>
   <translation>Prüfen, ob der Datenträger voll ist und ob im eigenen Ordner geschrieben werden darf.</translation>
  </message>
  <message>
   <source>Check that the disk is not full, then drop or paste it again.</source>
   <translation>Prüfen, ob die Platte voll ist, dann noch einmal ablegen oder einfügen.</translation>
  </message>
  <message>
   <source>Check that the disk is not full, then drop the link again.</source>
   <translation>Prüfen, ob die Platte voll ist, dann den Link noch einmal ablegen.</translation>
  </message>
  <message>
   <source>Check the address of Layers (LAYERS_BASE_URL), or whether this network asks you to sign in.</source>
   <translation>Die Adresse von Layers prüfen (LAYERS_BASE_URL), oder ob dieses Netz eine Anmeldung verlangt.</translation>
  </message>
  <message>
   <source>Check the date and time of this computer, then try again.</source>
   <translation>Datum und Uhrzeit dieses Computers prüfen, dann noch einmal versuchen.</translation>
  </message>
  <message>
   <source>Check the file's permissions or its drive, then retry.</source>
   <translation>Die Berechtigungen der Datei oder ihr Laufwerk prüfen, dann wiederholen.</translation>
  </message>
  <message>
   <source>Check the network.</source>
   <translation>Das Netz prüfen.</translation>
  </message>
  <message>
   <source>Check the network; it is tried again by itself.</source>
   <translation>Das Netz prüfen; es wird von selbst wieder versucht.</translation>
  </message>
  <message>
   <source>Check the permissions of the file and its folder.</source>
   <translation>Die Berechtigungen der Datei und ihres Ordners prüfen.</translation>
  </message>
  <message>
   <source>Check the proxy under Settings, Network, or the system's (HTTPS_PROXY, NO_PROXY), then try again.</source>
   <translation>Den Proxy unter Einstellungen, Netz, oder den des Systems (HTTPS_PROXY, NO_PROXY) prüfen, dann noch einmal versuchen.</translation>
  </message>
  <message>
   <source>Check the space on the disk and the permissions of the folder.</source>
   <translation>Den Platz auf dem Datenträger und die Berechtigungen des Ordners prüfen.</translation>
  </message>
  <message>
   <source>Choose another folder, or free some space.</source>
   <translation>Einen anderen Ordner wählen oder Platz schaffen.</translation>
  </message>
  <message>
   <source>Choose another proxy under Settings, Network; or correct the system's, then start again.</source>
   <translation>Unter Einstellungen, Netz, einen anderen Proxy wählen; oder den des Systems berichtigen und neu starten.</translation>
  </message>
  <message>
   <source>Close other programs and try again.</source>
   <translation>Andere Programme schließen und noch einmal versuchen.</translation>
  </message>
  <message>
   <source>Close that program and try again.</source>
   <translation>Jenes Programm schließen und noch einmal versuchen.</translation>
  </message>
  <message>
   <source>Closing during uploads</source>
   <translation>Schließen während Uploads</translation>
  </message>
  <message>
   <source>Closing the window then hides it, and the program goes on; the icon's menu ends it. Without a tray on this desktop nothing changes.</source>
   <translation>Das Schließen verbirgt dann das Fenster, und das Programm läuft weiter; das Menü des Symbols beendet es. Ohne Ablage auf diesem Desktop ändert sich nichts.</translation>
  </message>
  <message>
   <source>Connect again in a moment.</source>
   <translation>Gleich noch einmal verbinden.</translation>
  </message>
  <message>
   <source>Connect it and try again.</source>
   <translation>Verbinden und noch einmal versuchen.</translation>
  </message>
  <message>
   <source>Connect with a key that has projects:read and projects:write.</source>
   <translation>Mit einem Schlüssel verbinden, der projects:read und projects:write hat.</translation>
  </message>
  <message>
   <source>Connect with a key that has this permission.</source>
   <translation>Mit einem Schlüssel verbinden, der diese Berechtigung hat.</translation>
  </message>
  <message>
   <source>Copies a batch when it is done, unless you have copied something else meanwhile.</source>
   <translation>Kopiert einen Stapel, sobald er fertig ist, außer wenn inzwischen etwas anderes kopiert wurde.</translation>
  </message>
  <message>
   <source>Copy as</source>
   <translation>Kopieren als</translation>
  </message>
  <message>
   <source>Copy automatically</source>
   <translation>Automatisch kopieren</translation>
  </message>
  <message>
   <source>Copy it to this computer, then drop the copy.</source>
   <translation>Auf diesen Computer kopieren, dann die Kopie ablegen.</translation>
  </message>
  <message>
   <source>Core Audio file</source>
   <translation>Core-Audio-Datei</translation>
  </message>
  <message>
   <source>Correct SSL_CERT_FILE or install the system's certificates, then start again.</source>
   <translation>SSL_CERT_FILE berichtigen oder die Zertifikate des Systems einrichten, dann neu starten.</translation>
  </message>
  <message>
   <source>Correct it under Settings, Network.</source>
   <translation>Unter Einstellungen, Netz, berichtigen.</translation>
  </message>
  <message>
   <source>Correct the address (LAYERS_BASE_URL) and start again.</source>
   <translation>Die Adresse (LAYERS_BASE_URL) berichtigen und neu starten.</translation>
  </message>
  <message>
   <source>Creative Voice audio</source>
   <translation>Creative-Voice-Audio</translation>
  </message>
  <message>
   <source>DDS image</source>
   <translation>DDS-Bild</translation>
  </message>
  <message>
   <source>DPX image</source>
   <translation>DPX-Bild</translation>
  </message>
  <message>
   <source>DSD audio</source>
   <translation>DSD-Audio</translation>
  </message>
  <message>
   <source>DTS audio</source>
   <translation>DTS-Audio</translation>
  </message>
  <message>
   <source>DV video</source>
   <translation>DV-Video</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>Dunkel</translation>
  </message>
  <message>
   <source>DjVu image</source>
   <translation>DjVu-Bild</translation>
  </message>
  <message>
   <source>Drop files again that had not finished.</source>
   <translation>Dateien neu ablegen, die nicht fertig waren.</translation>
  </message>
  <message>
   <source>Drop it again from where it is now.</source>
   <translation>Von dort neu ablegen, wo sie jetzt ist.</translation>
  </message>
  <message>
   <source>Drop one file on the search field.</source>
   <translation>Eine einzelne Datei auf dem Suchfeld ablegen.</translation>
  </message>
  <message>
   <source>Drop the folder on the window to send what is in it.</source>
   <translation>Den Ordner auf dem Fenster ablegen, um seinen Inhalt zu senden.</translation>
  </message>
  <message>
   <source>Drop them again.</source>
   <translation>Dateien neu ablegen.</translation>
  </message>
  <message>
   <source>Enter the proxy's address, such as {example}.</source>
   <translation>Die Adresse des Proxys eingeben, etwa {example}.</translation>
  </message>
  <message>
   <source>Epson raw image</source>
   <translation>Epson-Rohbild</translation>
  </message>
  <message>
   <source>Excel workbook</source>
   <translation>Excel-Mappe</translation>
  </message>
  <message>
   <source>Export it smaller and drop it again.</source>
   <translation>Kleiner exportieren und neu ablegen.</translation>
  </message>
  <message>
   <source>FITS image</source>
   <translation>FITS-Bild</translation>
  </message>
  <message>
   <source>FLAC audio</source>
   <translation>FLAC-Audio</translation>
  </message>
  <message>
   <source>FLIC animation</source>
   <translation>FLIC-Animation</translation>
  </message>
  <message>
   <source>Figma document</source>
   <translation>Figma-Dokument</translation>
  </message>
  <message>
   <source>Files already in the list go on.</source>
   <translation>Was schon in der Liste steht, wird weiter hochgeladen.</translation>
  </message>
  <message>
   <source>Files under 256 KB go before larger ones that were added earlier. The list keeps its order.</source>
   <translation>Dateien unter 256 KB gehen vor größeren, die früher hinzukamen. Die Liste behält ihre Reihenfolge.</translation>
  </message>
  <message>
   <source>Find it again and drop it once more.</source>
   <translation>Wiederfinden und noch einmal ablegen.</translation>
  </message>
  <message>
   <source>Flash program</source>
   <translation>Flash-Programm</translation>
  </message>
  <message>
   <source>Flash video</source>
   <translation>Flash-Video</translation>
  </message>
  <message>
   <source>For all projects</source>
   <translation>Für alle Projekte</translation>
  </message>
  <message>
   <source>For “My template”: {assetId}, {url}, {filename}, {kind}, {sha256} and {project} are filled in.</source>
   <translation>Für „Meine Vorlage“: {assetId}, {url}, {filename}, {kind}, {sha256} und {project} werden ausgefüllt.</translation>
  </message>
  <message>
   <source>Fujifilm raw image</source>
   <translation>Fujifilm-Rohbild</translation>
  </message>
  <message>
   <source>GIF image</source>
   <translation>GIF-Bild</translation>
  </message>
  <message>
   <source>GIMP image</source>
   <translation>GIMP-Bild</translation>
  </message>
  <message>
   <source>General</source>
   <translation>Allgemein</translation>
  </message>
  <message>
   <source>Give both to the system (HTTPS_PROXY=http://name:password@…), then start again.</source>
   <translation>Beides dem System geben (HTTPS_PROXY=http://name:password@…), dann neu starten.</translation>
  </message>
  <message>
   <source>HEIC image</source>
   <translation>HEIC-Bild</translation>
  </message>
  <message>
   <source>HEIF image</source>
   <translation>HEIF-Bild</translation>
  </message>
  <message>
   <source>Hasselblad raw image</source>
   <translation>Hasselblad-Rohbild</translation>
  </message>
  <message>
   <source>History is busy</source>
   <translation>Der Verlauf ist gerade beschäftigt</translation>
  </message>
  <message>
   <source>Hotel, train and guest networks do so until you have signed in to them.</source>
   <translation>Netze in Hotels, Zügen und für Gäste tun das, bis man sich anmeldet.</translation>
  </message>
  <message>
   <source>How many files are sent at the same time.</source>
   <translation>Wie viele Dateien gleichzeitig gesendet werden.</translation>
  </message>
  <message>
   <source>ID</source>
   <translation>ID</translation>
  </message>
  <message>
   <source>ILBM image</source>
   <translation>ILBM-Bild</translation>
  </message>
  <message>
   <source>Icon in the tray</source>
   <translation>Symbol in der Ablage</translation>
  </message>
  <message>
   <source>If it keeps failing, a proxy may be rewriting uploads: try another network.</source>
   <translation>Scheitert es weiter, verändert vielleicht ein Proxy die Uploads: ein anderes Netz versuchen.</translation>
  </message>
  <message>
   <source>Illustrator document</source>
   <translation>Illustrator-Dokument</translation>
  </message>
  <message>
   <source>Image</source>
   <translation>Bild</translation>
  </message>
  <message>
   <source>InDesign document</source>
   <translation>InDesign-Dokument</translation>
  </message>
  <message>
   <source>Install the newest Layers Desktop.</source>
   <translation>Das neueste Layers Desktop einrichten.</translation>
  </message>
  <message>
   <source>It answered that something failed on its side, or that data came too slowly.</source>
   <translation>Er hat geantwortet, dass dort etwas fehlgeschlagen ist oder die Daten zu langsam kamen.</translation>
  </message>
  <message>
   <source>It answered with status {status} and gave no reason that this program knows.</source>
   <translation>Er hat mit dem Status {status} geantwortet und keinen Grund genannt, den dieses Programm kennt.</translation>
  </message>
  <message>
   <source>It answered {answer} and gave no reason that this program knows.</source>
   <translation>Er hat mit {answer} geantwortet und keinen Grund genannt, den dieses Programm kennt.</translation>
  </message>
  <message>
   <source>It asks to slow down for a moment.</source>
   <translation>Er bittet, kurz langsamer zu machen.</translation>
  </message>
  <message>
   <source>It cannot be told how far this upload had come.</source>
   <translation>Wie weit dieser Upload war, lässt sich nicht mehr sagen.</translation>
  </message>
  <message>
   <source>It carries a user name, a question mark or a fragment.</source>
   <translation>Sie enthält einen Benutzernamen, ein Fragezeichen oder ein Fragment.</translation>
  </message>
  <message>
   <source>It gave no reason that this program knows.</source>
   <translation>Er hat keinen Grund genannt, den dieses Programm kennt.</translation>
  </message>
  <message>
   <source>It has format {found}; this version knows {known}.</source>
   <translation>Sie hat das Format {found}; diese Version kennt {known}.</translation>
  </message>
  <message>
   <source>It is a link ({scheme}:), not a file.</source>
   <translation>Es ist ein Link ({scheme}:), keine Datei.</translation>
  </message>
  <message>
   <source>It is a link that leads in a circle.</source>
   <translation>Es ist eine Verknüpfung, die im Kreis führt.</translation>
  </message>
  <message>
   <source>It is a link to the web, not a file.</source>
   <translation>Es ist ein Link ins Web, keine Datei.</translation>
  </message>
  <message>
   <source>It is a link without encryption (http), and only https links are fetched.</source>
   <translation>Es ist ein Link ohne Verschlüsselung (http); geholt werden nur https-Links.</translation>
  </message>
  <message>
   <source>It is a part of a page, not a file.</source>
   <translation>Es ist ein Teil einer Seite, keine Datei.</translation>
  </message>
  <message>
   <source>It is a picture inside a page, not a file.</source>
   <translation>Es ist ein Bild in einer Seite, keine Datei.</translation>
  </message>
  <message>
   <source>It is because {reason}.</source>
   <translation>Der Grund: {reason}.</translation>
  </message>
  <message>
   <source>It is called .{extension} but holds no {format}: damaged, or not wholly downloaded.</source>
   <translation>Heißt .{extension}, enthält aber nichts davon ({format}): beschädigt oder nicht ganz heruntergeladen.</translation>
  </message>
  <message>
   <source>It is in online storage, and only its address was dropped.</source>
   <translation>Sie liegt in einem Online-Speicher, abgelegt wurde nur die Adresse.</translation>
  </message>
  <message>
   <source>It is in the trash.</source>
   <translation>Sie liegt im Papierkorb.</translation>
  </message>
  <message>
   <source>It is not a web address that begins with https://.</source>
   <translation>Es ist keine Webadresse, die mit https:// beginnt.</translation>
  </message>
  <message>
   <source>It is not a web address.</source>
   <translation>Es ist keine Webadresse.</translation>
  </message>
  <message>
   <source>It is on a phone or camera.</source>
   <translation>Sie liegt auf einem Telefon oder einer Kamera.</translation>
  </message>
  <message>
   <source>It is on another computer ({host}).</source>
   <translation>Sie liegt auf einem anderen Computer ({host}).</translation>
  </message>
  <message>
   <source>It is on another computer, and only its address was dropped.</source>
   <translation>Sie liegt auf einem anderen Computer, abgelegt wurde nur die Adresse.</translation>
  </message>
  <message>
   <source>It is sent as soon as it rests.</source>
   <translation>Sie wird gesendet, sobald sie ruht.</translation>
  </message>
  <message>
   <source>It is still in your mail program.</source>
   <translation>Sie ist noch im Mailprogramm.</translation>
  </message>
  <message>
   <source>It is text, not a file.</source>
   <translation>Es ist Text, keine Datei.</translation>
  </message>
  <message>
   <source>It is tried again by itself.</source>
   <translation>Es wird von selbst wieder versucht.</translation>
  </message>
  <message>
   <source>It is tried again in {seconds} s.</source>
   <translation>In {seconds} s wird es noch einmal versucht.</translation>
  </message>
  <message>
   <source>It is tried again in {wait}.</source>
   <translation>Es wird in {wait} wieder versucht.</translation>
  </message>
  <message>
   <source>It is uploaded as {file}.</source>
   <translation>Es wird als {file} hochgeladen.</translation>
  </message>
  <message>
   <source>It may be locked, with its password dialog behind another window.</source>
   <translation>Vielleicht ist er gesperrt und seine Passwortabfrage hinter einem anderen Fenster.</translation>
  </message>
  <message>
   <source>It needs {layer}, which failed.</source>
   <translation>Davor schlug etwas fehl: {layer}.</translation>
  </message>
  <message>
   <source>It says that the clock of the link and its own differ too much.</source>
   <translation>Er sagt, dass die Uhr des Links und seine eigene zu weit auseinandergehen.</translation>
  </message>
  <message>
   <source>It says that this link does not allow the upload.</source>
   <translation>Er sagt, dass dieser Link den Upload nicht erlaubt.</translation>
  </message>
  <message>
   <source>It was cancelled, but it may have been sent before: the answer to that was lost.</source>
   <translation>Sie wurde abgebrochen, aber vielleicht war sie schon gesendet: Die Antwort darauf ging verloren.</translation>
  </message>
  <message>
   <source>It was changed after it may have been sent: the answer to that was lost.</source>
   <translation>Sie wurde geändert, nachdem sie vielleicht schon gesendet war: Die Antwort darauf ging verloren.</translation>
  </message>
  <message>
   <source>It was not told how long the file is; a proxy may have removed that.</source>
   <translation>Ihm wurde nicht gesagt, wie lang die Datei ist; vielleicht hat ein Proxy das entfernt.</translation>
  </message>
  <message>
   <source>It was removed, or your key belongs to another organization.</source>
   <translation>Es wurde entfernt, oder der Schlüssel gehört zu einer anderen Organisation.</translation>
  </message>
  <message>
   <source>It was set aside as {aside}, and defaults are used.</source>
   <translation>Sie wurde als {aside} beiseitegelegt; es gelten die Vorgaben.</translation>
  </message>
  <message>
   <source>It was to be audio, but this video has no sound.</source>
   <translation>Es sollte Audio sein, aber dieses Video hat keinen Ton.</translation>
  </message>
  <message>
   <source>It was to be {wanted}, but this is {found}.</source>
   <translation>Es sollte {wanted} sein, ist aber {found}.</translation>
  </message>
  <message>
   <source>Its SHA-256 lets Layers check that a file arrived unchanged (from 256 KB upwards).</source>
   <translation>Mit der SHA-256 kann Layers prüfen, ob eine Datei unverändert ankam (ab 256 KB).</translation>
  </message>
  <message>
   <source>Its address is not complete.</source>
   <translation>Die Adresse ist nicht vollständig.</translation>
  </message>
  <message>
   <source>Its answer had the status {status} and gave no reason.</source>
   <translation>Die Antwort hatte den Status {status} und nannte keinen Grund.</translation>
  </message>
  <message>
   <source>Its answer was far longer than any answer of Layers is.</source>
   <translation>Die Antwort war viel länger, als eine Antwort von Layers je ist.</translation>
  </message>
  <message>
   <source>Its answer was not what this program expects ({why}).</source>
   <translation>Die Antwort war nicht, was dieses Programm erwartet ({why}).</translation>
  </message>
  <message>
   <source>Its length is not the one it had at the start.</source>
   <translation>Ihre Länge ist nicht mehr die vom Anfang.</translation>
  </message>
  <message>
   <source>Its path is too long for this system.</source>
   <translation>Der Pfad ist zu lang für dieses System.</translation>
  </message>
  <message>
   <source>JNG image</source>
   <translation>JNG-Bild</translation>
  </message>
  <message>
   <source>JPEG 2000 compound image</source>
   <translation>zusammengesetztes JPEG-2000-Bild</translation>
  </message>
  <message>
   <source>JPEG 2000 image</source>
   <translation>JPEG-2000-Bild</translation>
  </message>
  <message>
   <source>JPEG XL image</source>
   <translation>JPEG-XL-Bild</translation>
  </message>
  <message>
   <source>JPEG XR image</source>
   <translation>JPEG-XR-Bild</translation>
  </message>
  <message>
   <source>JPEG image</source>
   <translation>JPEG-Bild</translation>
  </message>
  <message>
   <source>JSON</source>
   <translation>JSON</translation>
  </message>
  <message>
   <source>JSON file</source>
   <translation>JSON-Datei</translation>
  </message>
  <message>
   <source>Keep going in the background</source>
   <translation>Im Hintergrund weitermachen</translation>
  </message>
  <message>
   <source>Keep the computer awake during uploads</source>
   <translation>Den Computer während Uploads wach halten</translation>
  </message>
  <message>
   <source>Keynote presentation</source>
   <translation>Keynote-Präsentation</translation>
  </message>
  <message>
   <source>Kodak raw image</source>
   <translation>Kodak-Rohbild</translation>
  </message>
  <message>
   <source>Layers Desktop looks for the folder again every few seconds.</source>
   <translation>Layers Desktop sucht den Ordner alle paar Sekunden wieder.</translation>
  </message>
  <message>
   <source>Layers Desktop reused a mark it should not have reused; the fault is in this program.</source>
   <translation>Layers Desktop hat eine Kennung zweimal benutzt; der Fehler liegt in diesem Programm.</translation>
  </message>
  <message>
   <source>Layers answered in an unexpected way</source>
   <translation>Layers hat unerwartet geantwortet</translation>
  </message>
  <message>
   <source>Layers answered that something failed on its side.</source>
   <translation>Layers hat geantwortet, dass dort etwas fehlgeschlagen ist.</translation>
  </message>
  <message>
   <source>Layers answers nothing until the suspension is lifted.</source>
   <translation>Layers antwortet nicht, bis die Sperre aufgehoben ist.</translation>
  </message>
  <message>
   <source>Layers asks to wait a moment</source>
   <translation>Layers bittet um einen Moment Geduld</translation>
  </message>
  <message>
   <source>Layers checked what was sent and refused it.</source>
   <translation>Layers hat das Gesendete geprüft und abgelehnt.</translation>
  </message>
  <message>
   <source>Layers could not be reached</source>
   <translation>Layers war nicht zu erreichen</translation>
  </message>
  <message>
   <source>Layers did not accept this</source>
   <translation>Layers hat das nicht angenommen</translation>
  </message>
  <message>
   <source>Layers did not accept your key</source>
   <translation>Layers hat den Schlüssel nicht angenommen</translation>
  </message>
  <message>
   <source>Layers did not find the bytes of this file</source>
   <translation>Layers hat die Bytes dieser Datei nicht gefunden</translation>
  </message>
  <message>
   <source>Layers does not know the project “{project}” any more</source>
   <translation>Layers kennt das Projekt „{project}“ nicht mehr</translation>
  </message>
  <message>
   <source>Layers does not know this project any more</source>
   <translation>Layers kennt dieses Projekt nicht mehr</translation>
  </message>
  <message>
   <source>Layers does not know this upload any more</source>
   <translation>Layers kennt diesen Upload nicht mehr</translation>
  </message>
  <message>
   <source>Layers does not take this file</source>
   <translation>Layers nimmt diese Datei nicht an</translation>
  </message>
  <message>
   <source>Layers gave this file the id of another one</source>
   <translation>Layers hat dieser Datei die ID einer anderen gegeben</translation>
  </message>
  <message>
   <source>Layers has a problem at the moment</source>
   <translation>Layers hat gerade ein Problem</translation>
  </message>
  <message>
   <source>Layers has suspended this key or organization</source>
   <translation>Layers hat diesen Schlüssel oder diese Organisation gesperrt</translation>
  </message>
  <message>
   <source>Layers is reached over https only; plain http is allowed on this computer alone.</source>
   <translation>Layers wird nur über https erreicht; einfaches http ist nur auf diesem Computer erlaubt.</translation>
  </message>
  <message>
   <source>Layers is there and asks for a key; the one in the keyring was not tried</source>
   <translation>Layers ist da und fragt nach einem Schlüssel; der im Schlüsselbund wurde nicht versucht</translation>
  </message>
  <message>
   <source>Layers is there and asks for a key; there is none</source>
   <translation>Layers ist da und fragt nach einem Schlüssel; es gibt keinen</translation>
  </message>
  <message>
   <source>Layers knows the key: organization {organization}, tier {tier}</source>
   <translation>Layers kennt den Schlüssel: Organisation {organization}, Stufe {tier}</translation>
  </message>
  <message>
   <source>Layers names its storage only when a file is uploaded, and none has been sent there from here yet.</source>
   <translation>Layers nennt seinen Speicher erst, wenn eine Datei hochgeladen wird, und von hier aus ist noch keine dorthin gesendet worden.</translation>
  </message>
  <message>
   <source>Layers says that this key lacks a permission.</source>
   <translation>Layers sagt, dass diesem Schlüssel eine Berechtigung fehlt.</translation>
  </message>
  <message>
   <source>Layers says: {said}</source>
   <translation>Layers sagt: {said}</translation>
  </message>
  <message>
   <source>Layers takes images up to 50 MB, audio up to 200 MB and video up to 1 GB.</source>
   <translation>Layers nimmt Bilder bis 50 MB, Audio bis 200 MB und Videos bis 1 GB.</translation>
  </message>
  <message>
   <source>Layers takes images, video and audio; this is {what}.</source>
   <translation>Layers nimmt Bilder, Videos und Audio; dies ist {what}.</translation>
  </message>
  <message>
   <source>Layers takes images, video and audio; what this is cannot be told from its name or content.</source>
   <translation>Layers nimmt Bilder, Videos und Audio; was dies ist, verraten weder Name noch Inhalt.</translation>
  </message>
  <message>
   <source>Layers takes {kinds} up to {most}; this one has {size}.</source>
   <translation>Layers nimmt {kinds} bis {most}; diese Datei hat {size}.</translation>
  </message>
  <message>
   <source>Layers took this for another upload</source>
   <translation>Layers hielt dies für einen anderen Upload</translation>
  </message>
  <message>
   <source>Layers was asked for {count} projects and sent more.</source>
   <translation>Layers wurde nach {count} Projekten gefragt und hat mehr gesendet.</translation>
  </message>
  <message>
   <source>Layers' address led somewhere else</source>
   <translation>Die Adresse von Layers führte woandershin</translation>
  </message>
  <message>
   <source>Layers' list of projects does not come to an end.</source>
   <translation>Die Liste der Projekte von Layers nimmt kein Ende.</translation>
  </message>
  <message>
   <source>Layers' upload link asks for a header that must not be sent ({name}).</source>
   <translation>Der Upload-Link von Layers verlangt eine Kopfzeile, die nicht gesendet werden darf ({name}).</translation>
  </message>
  <message>
   <source>Layers' upload link came with a header that is not valid.</source>
   <translation>Der Upload-Link von Layers kam mit einer ungültigen Kopfzeile.</translation>
  </message>
  <message>
   <source>Layers' upload link came with more headers than a file can have.</source>
   <translation>Der Upload-Link von Layers kam mit mehr Kopfzeilen, als eine Datei haben kann.</translation>
  </message>
  <message>
   <source>Layers' upload link carries a user name, so it is not used.</source>
   <translation>Der Upload-Link von Layers enthält einen Benutzernamen und wird daher nicht benutzt.</translation>
  </message>
  <message>
   <source>Layers' upload link is for a file of another size.</source>
   <translation>Der Upload-Link von Layers gilt für eine Datei anderer Größe.</translation>
  </message>
  <message>
   <source>Layers' upload link is not a web address.</source>
   <translation>Der Upload-Link von Layers ist keine Webadresse.</translation>
  </message>
  <message>
   <source>Layers' upload link is not encrypted (https), so it is not used.</source>
   <translation>Der Upload-Link von Layers ist nicht verschlüsselt (https) und wird daher nicht benutzt.</translation>
  </message>
  <message>
   <source>Leaf raw image</source>
   <translation>Leaf-Rohbild</translation>
  </message>
  <message>
   <source>Leica raw image</source>
   <translation>Leica-Rohbild</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>Hell</translation>
  </message>
  <message>
   <source>Light or dark, or what the system uses.</source>
   <translation>Hell oder dunkel, oder was das System benutzt.</translation>
  </message>
  <message>
   <source>Logo</source>
   <translation>Logo</translation>
  </message>
  <message>
   <source>Look for it at Layers.</source>
   <translation>Bei Layers nachsehen.</translation>
  </message>
  <message>
   <source>Look for it at Layers; Retry sends it again.</source>
   <translation>Bei Layers nachsehen; „Wiederholen“ sendet sie neu.</translation>
  </message>
  <message>
   <source>Look for {asset_id} at Layers.</source>
   <translation>Bei Layers nach {asset_id} sehen.</translation>
  </message>
  <message>
   <source>MATLAB file</source>
   <translation>MATLAB-Datei</translation>
  </message>
  <message>
   <source>MB/s</source>
   <translation>MB/s</translation>
  </message>
  <message>
   <source>MIDI file</source>
   <translation>MIDI-Datei</translation>
  </message>
  <message>
   <source>MNG animation</source>
   <translation>MNG-Animation</translation>
  </message>
  <message>
   <source>MP3 audio</source>
   <translation>MP3-Audio</translation>
  </message>
  <message>
   <source>MP4 video</source>
   <translation>MP4-Video</translation>
  </message>
  <message>
   <source>MPEG transport stream</source>
   <translation>MPEG-Transportstrom</translation>
  </message>
  <message>
   <source>MPEG video</source>
   <translation>MPEG-Video</translation>
  </message>
  <message>
   <source>MPEG-4 audio</source>
   <translation>MPEG-4-Audio</translation>
  </message>
  <message>
   <source>MXF recording</source>
   <translation>MXF-Aufnahme</translation>
  </message>
  <message>
   <source>Make the file smaller and drop it again.</source>
   <translation>Die Datei verkleinern und neu ablegen.</translation>
  </message>
  <message>
   <source>Mamiya raw image</source>
   <translation>Mamiya-Rohbild</translation>
  </message>
  <message>
   <source>Markdown</source>
   <translation>Markdown</translation>
  </message>
  <message>
   <source>Markdown text</source>
   <translation>Markdown-Text</translation>
  </message>
  <message>
   <source>Matroska audio</source>
   <translation>Matroska-Audio</translation>
  </message>
  <message>
   <source>Matroska video</source>
   <translation>Matroska-Video</translation>
  </message>
  <message>
   <source>Minolta raw image</source>
   <translation>Minolta-Rohbild</translation>
  </message>
  <message>
   <source>Monkey's Audio</source>
   <translation>Monkey's-Audio-Datei</translation>
  </message>
  <message>
   <source>Motion JPEG 2000 video</source>
   <translation>Motion-JPEG-2000-Video</translation>
  </message>
  <message>
   <source>Move it to a place with a shorter path.</source>
   <translation>An einen Ort mit kürzerem Pfad verschieben.</translation>
  </message>
  <message>
   <source>Musepack audio</source>
   <translation>Musepack-Audio</translation>
  </message>
  <message>
   <source>My template</source>
   <translation>Meine Vorlage</translation>
  </message>
  <message>
   <source>Name and ID</source>
   <translation>Name und ID</translation>
  </message>
  <message>
   <source>Network</source>
   <translation>Netz</translation>
  </message>
  <message>
   <source>Nikon raw image</source>
   <translation>Nikon-Rohbild</translation>
  </message>
  <message>
   <source>No answer came from {host}.</source>
   <translation>Von {host} kam keine Antwort.</translation>
  </message>
  <message>
   <source>No answer within {seconds} s.</source>
   <translation>Keine Antwort in {seconds} s.</translation>
  </message>
  <message>
   <source>No connection to {host} could be made.</source>
   <translation>Zu {host} kam keine Verbindung zustande.</translation>
  </message>
  <message>
   <source>No file on this system can have this name.</source>
   <translation>Keine Datei auf diesem System kann so heißen.</translation>
  </message>
  <message>
   <source>No folder</source>
   <translation>Kein Ordner</translation>
  </message>
  <message>
   <source>No key was entered</source>
   <translation>Es wurde kein Schlüssel eingegeben</translation>
  </message>
  <message>
   <source>No limit</source>
   <translation>Keine Grenze</translation>
  </message>
  <message>
   <source>No network</source>
   <translation>Kein Netz</translation>
  </message>
  <message>
   <source>No network, or its name service does not answer</source>
   <translation>Kein Netz, oder sein Namensdienst antwortet nicht</translation>
  </message>
  <message>
   <source>No proxy</source>
   <translation>Kein Proxy</translation>
  </message>
  <message>
   <source>No secure connection to {host} could be agreed on.</source>
   <translation>Mit {host} ließ sich keine sichere Verbindung vereinbaren.</translation>
  </message>
  <message>
   <source>Not sent</source>
   <translation>Nicht gesendet</translation>
  </message>
  <message>
   <source>Not understood in {file}: {labels}.</source>
   <translation>Nicht verstanden in {file}: {labels}.</translation>
  </message>
  <message>
   <source>Not used: connections to this address are direct.</source>
   <translation>Nicht benutzt: Verbindungen zu dieser Adresse gehen direkt.</translation>
  </message>
  <message>
   <source>Not used: the address is plain http on this computer.</source>
   <translation>Nicht benutzt: Die Adresse ist einfaches http auf diesem Computer.</translation>
  </message>
  <message>
   <source>Not used: the proxy's own TLS is around it; the API below is reached through both.</source>
   <translation>Nicht benutzt: Das TLS des Proxys selbst liegt darum; die API darunter wird durch beide erreicht.</translation>
  </message>
  <message>
   <source>Nothing of the half-sent file is used.</source>
   <translation>Von der halb gesendeten Datei wird nichts benutzt.</translation>
  </message>
  <message>
   <source>Nothing takes connections at {host}, or a firewall refused.</source>
   <translation>Bei {host} nimmt nichts Verbindungen an, oder eine Firewall hat abgelehnt.</translation>
  </message>
  <message>
   <source>Nothing to do: it goes on by itself.</source>
   <translation>Nichts zu tun: Es geht von selbst weiter.</translation>
  </message>
  <message>
   <source>Nothing was changed.</source>
   <translation>Nichts wurde verändert.</translation>
  </message>
  <message>
   <source>Notify me</source>
   <translation>Mitteilen</translation>
  </message>
  <message>
   <source>Numbers spreadsheet</source>
   <translation>Numbers-Tabelle</translation>
  </message>
  <message>
   <source>OS/2 icon</source>
   <translation>OS/2-Symbol</translation>
  </message>
  <message>
   <source>Ogg audio</source>
   <translation>Ogg-Audio</translation>
  </message>
  <message>
   <source>Ogg video</source>
   <translation>Ogg-Video</translation>
  </message>
  <message>
   <source>Olympus raw image</source>
   <translation>Olympus-Rohbild</translation>
  </message>
  <message>
   <source>On Linux: it does not go to sleep by itself meanwhile; the screen may still turn off.</source>
   <translation>Unter Linux: Er schläft solange nicht von selbst ein; der Bildschirm darf ausgehen.</translation>
  </message>
  <message>
   <source>On a company network, ask its administrators whether their certificate is installed here.</source>
   <translation>In einem Firmennetz dessen Verwaltung fragen, ob ihr Zertifikat hier eingerichtet ist.</translation>
  </message>
  <message>
   <source>One upload could be read and goes on. The damaged file is kept as {file}; assets at Layers are not touched.</source>
   <translation>Ein Upload war zu lesen und geht weiter. Die beschädigte Datei ist als {file} aufbewahrt; Assets bei Layers sind unberührt.</translation>
  </message>
  <message>
   <source>Only a file can be looked for, not a folder</source>
   <translation>Nur eine Datei lässt sich suchen, kein Ordner</translation>
  </message>
  <message>
   <source>Open any web page in your browser, sign in to the network, then try again.</source>
   <translation>Im Browser irgendeine Webseite öffnen, sich beim Netz anmelden und es noch einmal versuchen.</translation>
  </message>
  <message>
   <source>Open it in another program to see whether it still works.</source>
   <translation>In einem anderen Programm öffnen und sehen, ob es noch geht.</translation>
  </message>
  <message>
   <source>Open the list of projects again to ask once more.</source>
   <translation>Die Liste der Projekte neu öffnen, um noch einmal zu fragen.</translation>
  </message>
  <message>
   <source>OpenEXR image</source>
   <translation>OpenEXR-Bild</translation>
  </message>
  <message>
   <source>Otherwise only what appears in it from now on, also while Layers Desktop is closed.</source>
   <translation>Sonst nur, was von jetzt an darin erscheint, auch während Layers Desktop geschlossen ist.</translation>
  </message>
  <message>
   <source>PAM image</source>
   <translation>PAM-Bild</translation>
  </message>
  <message>
   <source>PBM image</source>
   <translation>PBM-Bild</translation>
  </message>
  <message>
   <source>PCX image</source>
   <translation>PCX-Bild</translation>
  </message>
  <message>
   <source>PDF</source>
   <translation>PDF</translation>
  </message>
  <message>
   <source>PFM image</source>
   <translation>PFM-Bild</translation>
  </message>
  <message>
   <source>PGM image</source>
   <translation>PGM-Bild</translation>
  </message>
  <message>
   <source>PNG image</source>
   <translation>PNG-Bild</translation>
  </message>
  <message>
   <source>PPM image</source>
   <translation>PPM-Bild</translation>
  </message>
  <message>
   <source>Pages document</source>
   <translation>Pages-Dokument</translation>
  </message>
  <message>
   <source>Panasonic raw image</source>
   <translation>Panasonic-Rohbild</translation>
  </message>
  <message>
   <source>Paste a key from Layers' settings and connect again.</source>
   <translation>Einen Schlüssel aus den Einstellungen von Layers einfügen und neu verbinden.</translation>
  </message>
  <message>
   <source>Paste the API key of your organization; it starts with lp_.</source>
   <translation>Den API-Schlüssel der Organisation einfügen; er beginnt mit lp_.</translation>
  </message>
  <message>
   <source>Pentax raw image</source>
   <translation>Pentax-Rohbild</translation>
  </message>
  <message>
   <source>PhaseOne raw image</source>
   <translation>PhaseOne-Rohbild</translation>
  </message>
  <message>
   <source>Photoshop image</source>
   <translation>Photoshop-Bild</translation>
  </message>
  <message>
   <source>Pick another project and drop the file again.</source>
   <translation>Ein anderes Projekt wählen und die Datei neu ablegen.</translation>
  </message>
  <message>
   <source>PostScript document</source>
   <translation>PostScript-Dokument</translation>
  </message>
  <message>
   <source>PowerPoint presentation</source>
   <translation>PowerPoint-Präsentation</translation>
  </message>
  <message>
   <source>Press Retry to send the file again.</source>
   <translation>„Wiederholen“ drücken; die Datei wird neu gesendet.</translation>
  </message>
  <message>
   <source>Press Retry to start this upload afresh.</source>
   <translation>„Wiederholen“ drücken; der Upload beginnt neu.</translation>
  </message>
  <message>
   <source>Press Retry; if it happens again, ask whether this network blocks uploads.</source>
   <translation>„Wiederholen“ drücken; geschieht es wieder, nachfragen, ob dieses Netz Uploads sperrt.</translation>
  </message>
  <message>
   <source>Press Retry; if it happens again, this network may ask you to sign in.</source>
   <translation>„Wiederholen“ drücken; wenn es wieder geschieht, verlangt dieses Netz vielleicht eine Anmeldung.</translation>
  </message>
  <message>
   <source>Project %1</source>
   <translation>Projekt %1</translation>
  </message>
  <message>
   <source>Proxy</source>
   <translation>Proxy</translation>
  </message>
  <message>
   <source>Proxy address</source>
   <translation>Adresse des Proxys</translation>
  </message>
  <message>
   <source>QOI image</source>
   <translation>QOI-Bild</translation>
  </message>
  <message>
   <source>QuickTime video</source>
   <translation>QuickTime-Video</translation>
  </message>
  <message>
   <source>RAR archive</source>
   <translation>RAR-Archiv</translation>
  </message>
  <message>
   <source>Radiance image</source>
   <translation>Radiance-Bild</translation>
  </message>
  <message>
   <source>RealAudio</source>
   <translation>RealAudio</translation>
  </message>
  <message>
   <source>RealMedia recording</source>
   <translation>RealMedia-Aufnahme</translation>
  </message>
  <message>
   <source>Reference image</source>
   <translation>Referenzbild</translation>
  </message>
  <message>
   <source>Restore it, then drop it from its folder.</source>
   <translation>Wiederherstellen, dann aus dem Ordner ablegen.</translation>
  </message>
  <message>
   <source>Retry goes on from where it stands.</source>
   <translation>„Wiederholen“ macht da weiter, wo es steht.</translation>
  </message>
  <message>
   <source>Retry when the file is finished.</source>
   <translation>Wiederholen, wenn die Datei fertig ist.</translation>
  </message>
  <message>
   <source>SGI image</source>
   <translation>SGI-Bild</translation>
  </message>
  <message>
   <source>SVG image</source>
   <translation>SVG-Bild</translation>
  </message>
  <message>
   <source>Samsung raw image</source>
   <translation>Samsung-Rohbild</translation>
  </message>
  <message>
   <source>Save it as {instead} and drop that.</source>
   <translation>Sichere sie als {instead} und zieh diese herein.</translation>
  </message>
  <message>
   <source>Save it first, then drop it.</source>
   <translation>Erst sichern, dann ablegen.</translation>
  </message>
  <message>
   <source>Save it to this computer, or copy the picture and paste it here.</source>
   <translation>Auf diesem Computer sichern, oder das Bild kopieren und hier einfügen.</translation>
  </message>
  <message>
   <source>Save it to this computer, then drop the file.</source>
   <translation>Auf diesem Computer sichern, dann die Datei ablegen.</translation>
  </message>
  <message>
   <source>Save the file, wait until nothing writes to it, and press Retry.</source>
   <translation>Die Datei sichern, warten, bis nichts mehr in sie schreibt, und „Wiederholen“ drücken.</translation>
  </message>
  <message>
   <source>Send a checksum</source>
   <translation>Prüfsumme senden</translation>
  </message>
  <message>
   <source>Send images as</source>
   <translation>Bilder senden als</translation>
  </message>
  <message>
   <source>Send the names of both to Layers' support; Retry sends this file again.</source>
   <translation>Die Namen beider an den Support von Layers schicken; „Wiederholen“ sendet diese Datei neu.</translation>
  </message>
  <message>
   <source>Send this line to Layers' support: the fault is in how the link was made.</source>
   <translation>Diese Zeile an den Support von Layers schicken: Der Fehler liegt darin, wie der Link entsteht.</translation>
  </message>
  <message>
   <source>Sending came to a standstill</source>
   <translation>Das Senden ist zum Stillstand gekommen</translation>
  </message>
  <message>
   <source>Shows one notification a batch when the window is not in front.</source>
   <translation>Zeigt eine Mitteilung je Stapel, wenn das Fenster nicht vorne ist.</translation>
  </message>
  <message>
   <source>Sigma raw image</source>
   <translation>Sigma-Rohbild</translation>
  </message>
  <message>
   <source>Sketch document</source>
   <translation>Sketch-Dokument</translation>
  </message>
  <message>
   <source>Small files first</source>
   <translation>Kleine Dateien zuerst</translation>
  </message>
  <message>
   <source>Some files that were dropped last are not in it any more.</source>
   <translation>Einige zuletzt abgelegte Dateien stehen nicht mehr darin.</translation>
  </message>
  <message>
   <source>Something between this computer and Layers may have changed it.</source>
   <translation>Vielleicht hat sie etwas zwischen diesem Computer und Layers verändert.</translation>
  </message>
  <message>
   <source>Something on the way changed the request, or the link was made for another one.</source>
   <translation>Etwas auf dem Weg hat die Anfrage verändert, oder der Link gilt für eine andere.</translation>
  </message>
  <message>
   <source>Something on the way, or Layers itself, answered with status {status}.</source>
   <translation>Etwas auf dem Weg oder Layers selbst hat mit dem Status {status} geantwortet.</translation>
  </message>
  <message>
   <source>Something went wrong inside Layers Desktop</source>
   <translation>In Layers Desktop ist etwas schiefgegangen</translation>
  </message>
  <message>
   <source>Sony raw image</source>
   <translation>Sony-Rohbild</translation>
  </message>
  <message>
   <source>Stop, and resume at the next start</source>
   <translation>Anhalten und beim nächsten Start fortsetzen</translation>
  </message>
  <message>
   <source>Sun raster image</source>
   <translation>Sun-Rasterbild</translation>
  </message>
  <message>
   <source>TGA image</source>
   <translation>TGA-Bild</translation>
  </message>
  <message>
   <source>TIFF image</source>
   <translation>TIFF-Bild</translation>
  </message>
  <message>
   <source>Template</source>
   <translation>Vorlage</translation>
  </message>
  <message>
   <source>The accounts</source>
   <translation>Die Konten</translation>
  </message>
  <message>
   <source>The address below</source>
   <translation>Die Adresse unten</translation>
  </message>
  <message>
   <source>The answer of Layers could not be understood</source>
   <translation>Die Antwort von Layers war nicht zu verstehen</translation>
  </message>
  <message>
   <source>The answer pointed to another address, and files are not sent there.</source>
   <translation>Die Antwort verwies auf eine andere Adresse; Dateien werden nicht dorthin gesendet.</translation>
  </message>
  <message>
   <source>The answer pointed to another address, and your key and files are not sent there.</source>
   <translation>Die Antwort verwies auf eine andere Adresse; Schlüssel und Dateien werden nicht dorthin gesendet.</translation>
  </message>
  <message>
   <source>The answer to an earlier try was lost, and Layers does not say what came of it.</source>
   <translation>Die Antwort auf einen früheren Versuch ging verloren, und Layers sagt nicht, was daraus wurde.</translation>
  </message>
  <message>
   <source>The answer to an earlier try was lost, and Layers takes this one for another upload.</source>
   <translation>Die Antwort auf einen früheren Versuch ging verloren, und Layers hält diesen für einen anderen Upload.</translation>
  </message>
  <message>
   <source>The answer to an earlier try was lost, and after a day Layers takes another try for a new file.</source>
   <translation>Die Antwort auf einen früheren Versuch ging verloren, und nach einem Tag hält Layers einen weiteren für eine neue Datei.</translation>
  </message>
  <message>
   <source>The answer to an earlier try was lost, and with another API key Layers takes another try for a new file.</source>
   <translation>Die Antwort auf einen früheren Versuch ging verloren, und mit einem anderen API-Schlüssel hält Layers einen weiteren für eine neue Datei.</translation>
  </message>
  <message>
   <source>The certificate belongs to another server than {host}.</source>
   <translation>Das Zertifikat gehört zu einem anderen Server als {host}.</translation>
  </message>
  <message>
   <source>The certificate of {host} has expired, or this computer's clock is wrong.</source>
   <translation>Das Zertifikat von {host} ist abgelaufen, oder die Uhr dieses Computers geht falsch.</translation>
  </message>
  <message>
   <source>The certificate of {host} is not one that this computer trusts.</source>
   <translation>Dem Zertifikat von {host} vertraut dieser Computer nicht.</translation>
  </message>
  <message>
   <source>The certificate of {host} is not valid yet, or this computer's clock is wrong.</source>
   <translation>Das Zertifikat von {host} gilt noch nicht, oder die Uhr dieses Computers geht falsch.</translation>
  </message>
  <message>
   <source>The certificates of this computer cannot be read</source>
   <translation>Die Zertifikate dieses Computers sind nicht zu lesen</translation>
  </message>
  <message>
   <source>The connection broke off</source>
   <translation>Die Verbindung ist abgebrochen</translation>
  </message>
  <message>
   <source>The connection from this computer could not be used.</source>
   <translation>Die Verbindung dieses Computers war nicht zu gebrauchen.</translation>
  </message>
  <message>
   <source>The connection is not secure</source>
   <translation>Die Verbindung ist nicht sicher</translation>
  </message>
  <message>
   <source>The connection to {host} ended before the answer was complete.</source>
   <translation>Die Verbindung zu {host} endete, bevor die Antwort vollständig war.</translation>
  </message>
  <message>
   <source>The connection to {host} ended while it was being secured.</source>
   <translation>Die Verbindung zu {host} endete, während sie gesichert wurde.</translation>
  </message>
  <message>
   <source>The damaged file is kept as {file}; assets at Layers are not touched.</source>
   <translation>Die beschädigte Datei ist als {file} aufbewahrt; Assets bei Layers sind unberührt.</translation>
  </message>
  <message>
   <source>The default is used there; everything else is as you set it.</source>
   <translation>Dort gilt die Vorgabe; alles andere ist wie eingestellt.</translation>
  </message>
  <message>
   <source>The disk that it is on reports an error.</source>
   <translation>Der Datenträger, auf dem sie liegt, meldet einen Fehler.</translation>
  </message>
  <message>
   <source>The drive or server that it is on does not answer.</source>
   <translation>Das Laufwerk oder der Server, auf dem sie liegt, antwortet nicht.</translation>
  </message>
  <message>
   <source>The file changed while it was being sent</source>
   <translation>Die Datei hat sich während des Sendens verändert</translation>
  </message>
  <message>
   <source>The file is empty.</source>
   <translation>Die Datei ist leer.</translation>
  </message>
  <message>
   <source>The file is left as it is: defaults are used, and changes are not saved.</source>
   <translation>Die Datei bleibt, wie sie ist: Es gelten die Vorgaben, Änderungen werden nicht gesichert.</translation>
  </message>
  <message>
   <source>The file is too large for Layers</source>
   <translation>Die Datei ist zu groß für Layers</translation>
  </message>
  <message>
   <source>The file is too large for the storage</source>
   <translation>Die Datei ist zu groß für den Speicher</translation>
  </message>
  <message>
   <source>The file stays in the list.</source>
   <translation>Die Datei bleibt in der Liste.</translation>
  </message>
  <message>
   <source>The file that you look for cannot be read</source>
   <translation>Die gesuchte Datei ist nicht zu lesen</translation>
  </message>
  <message>
   <source>The file was moved, renamed or deleted after it was dropped.</source>
   <translation>Die Datei wurde nach dem Ablegen verschoben, umbenannt oder gelöscht.</translation>
  </message>
  <message>
   <source>The file {file} is damaged.</source>
   <translation>Die Datei {file} ist beschädigt.</translation>
  </message>
  <message>
   <source>The history cannot be read just now</source>
   <translation>Der Verlauf ist gerade nicht zu lesen</translation>
  </message>
  <message>
   <source>The key could not be removed from the keyring</source>
   <translation>Der Schlüssel ließ sich nicht aus dem Schlüsselbund entfernen</translation>
  </message>
  <message>
   <source>The key is kept for this session only, because {reason}</source>
   <translation>Der Schlüssel wird nur für diese Sitzung behalten ({reason})</translation>
  </message>
  <message>
   <source>The key was removed, replaced or mistyped.</source>
   <translation>Der Schlüssel wurde entfernt, ersetzt oder falsch eingegeben.</translation>
  </message>
  <message>
   <source>The key will be kept for this session only, because {reason}</source>
   <translation>Der Schlüssel wird nur für diese Sitzung behalten ({reason})</translation>
  </message>
  <message>
   <source>The keyring has no key of that organization any more</source>
   <translation>Der Schlüsselbund hat keinen Schlüssel dieser Organisation mehr</translation>
  </message>
  <message>
   <source>The link carries a user name, so it is not fetched.</source>
   <translation>Der Link enthält einen Benutzernamen und wird daher nicht geholt.</translation>
  </message>
  <message>
   <source>The link is no web address.</source>
   <translation>Der Link ist keine Webadresse.</translation>
  </message>
  <message>
   <source>The link is not encrypted: only https links are fetched.</source>
   <translation>Der Link ist nicht verschlüsselt: Geholt werden nur https-Links.</translation>
  </message>
  <message>
   <source>The link is too long to be one.</source>
   <translation>Der Link ist zu lang, um einer zu sein.</translation>
  </message>
  <message>
   <source>The link was signed for an empty file (x-amz-checksum-crc32=AAAAAA==), so every upload fails.</source>
   <translation>Der Link wurde für eine leere Datei signiert (x-amz-checksum-crc32=AAAAAA==), daher scheitert jeder Upload.</translation>
  </message>
  <message>
   <source>The list of uploads cannot be kept</source>
   <translation>Die Liste der Uploads lässt sich nicht führen</translation>
  </message>
  <message>
   <source>The list of uploads was damaged</source>
   <translation>Die Liste der Uploads war beschädigt</translation>
  </message>
  <message>
   <source>The list of uploads was written by a newer Layers Desktop</source>
   <translation>Die Liste der Uploads stammt von einem neueren Layers Desktop</translation>
  </message>
  <message>
   <source>The most that all uploads together may use. Also counts for uploads under way, from Save on.</source>
   <translation>So viel dürfen alle Uploads zusammen höchstens nutzen. Gilt ab dem Speichern auch für laufende Uploads.</translation>
  </message>
  <message>
   <source>The network failed</source>
   <translation>Das Netz ist ausgefallen</translation>
  </message>
  <message>
   <source>The network is very slow, or something on the way holds the connection up.</source>
   <translation>Das Netz ist sehr langsam, oder etwas auf dem Weg hält die Verbindung auf.</translation>
  </message>
  <message>
   <source>The network or the server closed the connection before the answer was complete.</source>
   <translation>Das Netz oder der Server hat die Verbindung geschlossen, bevor die Antwort vollständig war.</translation>
  </message>
  <message>
   <source>The other program did not hand over all of it.</source>
   <translation>Das andere Programm hat nicht alles übergeben.</translation>
  </message>
  <message>
   <source>The picture could not be kept</source>
   <translation>Das Bild ließ sich nicht behalten</translation>
  </message>
  <message>
   <source>The picture could not be renamed</source>
   <translation>Das Bild ließ sich nicht umbenennen</translation>
  </message>
  <message>
   <source>The picture in the page is damaged.</source>
   <translation>Das Bild in der Seite ist beschädigt.</translation>
  </message>
  <message>
   <source>The place that the link names does not exist.</source>
   <translation>Den Ort, den der Link nennt, gibt es nicht.</translation>
  </message>
  <message>
   <source>The projects are asked for again in {wait}.</source>
   <translation>Die Projekte werden in {wait} wieder abgefragt.</translation>
  </message>
  <message>
   <source>The proxy does not let this program through</source>
   <translation>Der Proxy lässt dieses Programm nicht durch</translation>
  </message>
  <message>
   <source>The proxy in the settings cannot be used</source>
   <translation>Der Proxy in den Einstellungen ist nicht zu gebrauchen</translation>
  </message>
  <message>
   <source>The proxy of this network asks for a name and a password.</source>
   <translation>Der Proxy dieses Netzes verlangt Name und Passwort.</translation>
  </message>
  <message>
   <source>The proxy server of this network refused or could not be reached.</source>
   <translation>Der Proxyserver dieses Netzes hat abgelehnt oder war nicht zu erreichen.</translation>
  </message>
  <message>
   <source>The proxy setting of this computer cannot be used</source>
   <translation>Die Proxy-Einstellung dieses Computers ist nicht zu gebrauchen</translation>
  </message>
  <message>
   <source>The proxy {host} is at {where}</source>
   <translation>Der Proxy {host} hat die Adresse {where}</translation>
  </message>
  <message>
   <source>The proxy {proxy} of this network cannot be reached.</source>
   <translation>Der Proxy {proxy} dieses Netzes ist nicht zu erreichen.</translation>
  </message>
  <message>
   <source>The proxy {proxy} refused a connection to {host}.</source>
   <translation>Der Proxy {proxy} hat eine Verbindung zu {host} abgelehnt.</translation>
  </message>
  <message>
   <source>The saved key could not be read</source>
   <translation>Der aufbewahrte Schlüssel war nicht zu lesen</translation>
  </message>
  <message>
   <source>The server could not be reached in time</source>
   <translation>Der Server war nicht rechtzeitig zu erreichen</translation>
  </message>
  <message>
   <source>The server did not answer in time</source>
   <translation>Der Server hat nicht rechtzeitig geantwortet</translation>
  </message>
  <message>
   <source>The server takes no connections at the moment</source>
   <translation>Der Server nimmt gerade keine Verbindungen an</translation>
  </message>
  <message>
   <source>The server that connections to Layers go through. What runs already ends as it began.</source>
   <translation>Der Server, über den Verbindungen zu Layers laufen. Was schon läuft, endet, wie es begonnen hat.</translation>
  </message>
  <message>
   <source>The server's certificate is not one that this computer trusts.</source>
   <translation>Dem Zertifikat des Servers vertraut dieser Computer nicht.</translation>
  </message>
  <message>
   <source>The settings of this project</source>
   <translation>Die Einstellungen dieses Projekts</translation>
  </message>
  <message>
   <source>The storage answered before it had the whole file.</source>
   <translation>Der Speicher hat geantwortet, bevor er die ganze Datei hatte.</translation>
  </message>
  <message>
   <source>The storage did not take the file</source>
   <translation>Der Speicher hat die Datei nicht angenommen</translation>
  </message>
  <message>
   <source>The storage has a problem at the moment</source>
   <translation>Der Speicher hat gerade ein Problem</translation>
  </message>
  <message>
   <source>The storage is busy</source>
   <translation>Der Speicher ist ausgelastet</translation>
  </message>
  <message>
   <source>The storage refused its size.</source>
   <translation>Der Speicher hat ihre Größe abgelehnt.</translation>
  </message>
  <message>
   <source>The storage refused the file</source>
   <translation>Der Speicher hat die Datei abgelehnt</translation>
  </message>
  <message>
   <source>The storage rejected the upload link</source>
   <translation>Der Speicher hat den Upload-Link verworfen</translation>
  </message>
  <message>
   <source>The storage takes a file only for some minutes after Layers has announced it.</source>
   <translation>Der Speicher nimmt eine Datei nur einige Minuten lang an, nachdem Layers sie angekündigt hat.</translation>
  </message>
  <message>
   <source>The storage's address led somewhere else</source>
   <translation>Die Adresse des Speichers führte woandershin</translation>
  </message>
  <message>
   <source>The system could not read this {what}: {why}.</source>
   <translation>Das System konnte sie nicht lesen: {why}.</translation>
  </message>
  <message>
   <source>The system's list of trusted certificates (or SSL_CERT_FILE) is damaged or missing.</source>
   <translation>Die Liste vertrauter Zertifikate des Systems (oder SSL_CERT_FILE) ist beschädigt oder fehlt.</translation>
  </message>
  <message>
   <source>The system's setting</source>
   <translation>Die Einstellung des Systems</translation>
  </message>
  <message>
   <source>The upload failed</source>
   <translation>Der Upload ist fehlgeschlagen</translation>
  </message>
  <message>
   <source>The upload link had expired</source>
   <translation>Der Upload-Link war abgelaufen</translation>
  </message>
  <message>
   <source>The watched folder “{folder}” of {project} cannot be read</source>
   <translation>Der beobachtete Ordner „{folder}“ von {project} ist nicht zu lesen</translation>
  </message>
  <message>
   <source>The {what} is no longer there.</source>
   <translation>{what} ist nicht mehr da.</translation>
  </message>
  <message>
   <source>Theme</source>
   <translation>Erscheinungsbild</translation>
  </message>
  <message>
   <source>There is no key</source>
   <translation>Es gibt keinen Schlüssel</translation>
  </message>
  <message>
   <source>This address is not safe to use</source>
   <translation>Diese Adresse ist nicht sicher</translation>
  </message>
  <message>
   <source>This computer could not find the address of {host}.</source>
   <translation>Dieser Computer konnte die Adresse von {host} nicht finden.</translation>
  </message>
  <message>
   <source>This computer could not find the server's address.</source>
   <translation>Dieser Computer konnte die Adresse des Servers nicht finden.</translation>
  </message>
  <message>
   <source>This computer could not write it to a file.</source>
   <translation>Dieser Computer konnte es nicht in eine Datei schreiben.</translation>
  </message>
  <message>
   <source>This computer could not write to a file what the link leads to.</source>
   <translation>Dieser Computer konnte nicht in eine Datei schreiben, wohin der Link führt.</translation>
  </message>
  <message>
   <source>This computer did not give the file its new name.</source>
   <translation>Dieser Computer hat der Datei den neuen Namen nicht gegeben.</translation>
  </message>
  <message>
   <source>This computer did not give the file {path} ({why}).</source>
   <translation>Dieser Computer hat die Datei {path} nicht herausgegeben ({why}).</translation>
  </message>
  <message>
   <source>This computer did not take the file {path} ({why}).</source>
   <translation>Dieser Computer hat die Datei {path} nicht angenommen ({why}).</translation>
  </message>
  <message>
   <source>This computer has no connection to the server.</source>
   <translation>Dieser Computer hat keine Verbindung zum Server.</translation>
  </message>
  <message>
   <source>This computer says: {why}.</source>
   <translation>Dieser Computer sagt: {why}.</translation>
  </message>
  <message>
   <source>This computer's keyring does not answer</source>
   <translation>Der Schlüsselbund dieses Computers antwortet nicht</translation>
  </message>
  <message>
   <source>This is a folder.</source>
   <translation>Das ist ein Ordner.</translation>
  </message>
  <message>
   <source>This is a link to a folder.</source>
   <translation>Das ist eine Verknüpfung mit einem Ordner.</translation>
  </message>
  <message>
   <source>This is not a Layers key</source>
   <translation>Das ist kein Schlüssel von Layers</translation>
  </message>
  <message>
   <source>This is not an address of a proxy; it should look like {example}.</source>
   <translation>Das ist keine Adresse eines Proxys; sie sollte aussehen wie {example}.</translation>
  </message>
  <message>
   <source>This is {what}, a format that is not sent to Layers.</source>
   <translation>Das ist {what}; dieses Format wird nicht an Layers gesendet.</translation>
  </message>
  <message>
   <source>This is {what}, not a file.</source>
   <translation>Das ist {what}, keine Datei.</translation>
  </message>
  <message>
   <source>This one does not understand the file {file}.</source>
   <translation>Dieses versteht die Datei {file} nicht.</translation>
  </message>
  <message>
   <source>This program can use http proxies, not SOCKS.</source>
   <translation>Dieses Programm kann HTTP-Proxys benutzen, nicht SOCKS.</translation>
  </message>
  <message>
   <source>Too many files are open on this computer.</source>
   <translation>Auf diesem Computer sind zu viele Dateien offen.</translation>
  </message>
  <message>
   <source>True Audio</source>
   <translation>True-Audio-Datei</translation>
  </message>
  <message>
   <source>Try a copy from another place.</source>
   <translation>Eine Kopie von einem anderen Ort versuchen.</translation>
  </message>
  <message>
   <source>Try again in a moment.</source>
   <translation>Gleich noch einmal versuchen.</translation>
  </message>
  <message>
   <source>Try again later; if it happens again, send the request id to Layers' support.</source>
   <translation>Später noch einmal versuchen; wenn es wieder geschieht, die Anfrage-ID an den Support von Layers schicken.</translation>
  </message>
  <message>
   <source>Try again; if it happens again, look for a newer version of Layers Desktop.</source>
   <translation>Noch einmal versuchen; wenn es wieder geschieht, nach einer neueren Version von Layers Desktop sehen.</translation>
  </message>
  <message>
   <source>Try again; if it happens again, send the log to support.</source>
   <translation>Noch einmal versuchen; wenn es wieder geschieht, das Protokoll an den Support schicken.</translation>
  </message>
  <message>
   <source>TypeScript or translations, not a recording</source>
   <translation>TypeScript oder Übersetzungen, keine Aufnahme</translation>
  </message>
  <message>
   <source>URL</source>
   <translation>URL</translation>
  </message>
  <message>
   <source>Unlock it and start again, or paste the key for this session.</source>
   <translation>Entsperren und neu starten, oder den Schlüssel für diese Sitzung einfügen.</translation>
  </message>
  <message>
   <source>Unlock it; or you will be asked for the key at the next start.</source>
   <translation>Entsperren; sonst wird beim nächsten Start nach dem Schlüssel gefragt.</translation>
  </message>
  <message>
   <source>Unlock the keyring in your system's password program, then try again.</source>
   <translation>Den Schlüsselbund im Passwortprogramm des Systems entsperren, dann noch einmal versuchen.</translation>
  </message>
  <message>
   <source>Update Layers Desktop.</source>
   <translation>Layers Desktop aktualisieren.</translation>
  </message>
  <message>
   <source>Uploads</source>
   <translation>Uploads</translation>
  </message>
  <message>
   <source>Uploads at once</source>
   <translation>Uploads gleichzeitig</translation>
  </message>
  <message>
   <source>Uploads go on, and assets at Layers are not touched.</source>
   <translation>Uploads gehen weiter, und Assets bei Layers sind unberührt.</translation>
  </message>
  <message>
   <source>Uploads that are not finished within 24 hours are removed.</source>
   <translation>Uploads, die nicht in 24 Stunden abgeschlossen sind, werden entfernt.</translation>
  </message>
  <message>
   <source>WAV audio</source>
   <translation>WAV-Audio</translation>
  </message>
  <message>
   <source>Watch a folder</source>
   <translation>Ordner beobachten</translation>
  </message>
  <message>
   <source>WavPack audio</source>
   <translation>WavPack-Audio</translation>
  </message>
  <message>
   <source>Wave64 audio</source>
   <translation>Wave64-Audio</translation>
  </message>
  <message>
   <source>WebM audio</source>
   <translation>WebM-Audio</translation>
  </message>
  <message>
   <source>WebM video</source>
   <translation>WebM-Video</translation>
  </message>
  <message>
   <source>WebP image</source>
   <translation>WebP-Bild</translation>
  </message>
  <message>
   <source>What Copy puts on the clipboard, one line for each asset.</source>
   <translation>Was „Kopieren“ in die Zwischenablage legt, eine Zeile je Asset.</translation>
  </message>
  <message>
   <source>What appears in it is uploaded to this project by itself, once it is complete and as long as Layers Desktop runs. Subfolders are left alone. Empty: no folder is watched.</source>
   <translation>Was darin erscheint, wird von selbst in dieses Projekt hochgeladen, sobald es vollständig ist und solange Layers Desktop läuft. Unterordner bleiben unberührt. Leer: Kein Ordner wird beobachtet.</translation>
  </message>
  <message>
   <source>What arrived is not what was sent: its checksum differs.</source>
   <translation>Angekommen ist nicht, was gesendet wurde: Die Prüfsumme weicht ab.</translation>
  </message>
  <message>
   <source>What closing the window does while uploads run.</source>
   <translation>Was das Schließen des Fensters bewirkt, während Uploads laufen.</translation>
  </message>
  <message>
   <source>What is behind the link could not be fetched.</source>
   <translation>Was hinter dem Link liegt, ließ sich nicht holen.</translation>
  </message>
  <message>
   <source>What pictures become at Layers, unless you choose otherwise.</source>
   <translation>Was Bilder bei Layers werden, sofern nichts anderes gewählt ist.</translation>
  </message>
  <message>
   <source>What the list of uploads says of “{file}” is damaged</source>
   <translation>Der Eintrag von „{file}“ in der Liste der Uploads ist beschädigt</translation>
  </message>
  <message>
   <source>What was saved before is kept.</source>
   <translation>Was vorher gesichert war, bleibt.</translation>
  </message>
  <message>
   <source>Windows Media audio</source>
   <translation>Windows-Media-Audio</translation>
  </message>
  <message>
   <source>Windows Media video</source>
   <translation>Windows-Media-Video</translation>
  </message>
  <message>
   <source>Windows metafile</source>
   <translation>Windows-Metafile</translation>
  </message>
  <message>
   <source>Word document</source>
   <translation>Word-Dokument</translation>
  </message>
  <message>
   <source>XML file</source>
   <translation>XML-Datei</translation>
  </message>
  <message>
   <source>XPM image</source>
   <translation>XPM-Bild</translation>
  </message>
  <message>
   <source>You may not read this {what}.</source>
   <translation>Keine Leseberechtigung.</translation>
  </message>
  <message>
   <source>You will be asked for it at the next start; or set {variable}.</source>
   <translation>Beim nächsten Start wird wieder danach gefragt; oder {variable} setzen.</translation>
  </message>
  <message>
   <source>Your file is kept.</source>
   <translation>Die Datei bleibt erhalten.</translation>
  </message>
  <message>
   <source>Your files are kept.</source>
   <translation>Die Dateien bleiben erhalten.</translation>
  </message>
  <message>
   <source>Your files wait and go on with a new key.</source>
   <translation>Die Dateien warten und gehen mit einem neuen Schlüssel weiter.</translation>
  </message>
  <message>
   <source>Your files wait.</source>
   <translation>Die Dateien warten.</translation>
  </message>
  <message>
   <source>Your key has used up what Layers allows a minute.</source>
   <translation>Der Schlüssel hat aufgebraucht, was Layers pro Minute erlaubt.</translation>
  </message>
  <message>
   <source>Your key may not do this</source>
   <translation>Der Schlüssel darf das nicht</translation>
  </message>
  <message>
   <source>Your key may not do this (it lacks {scope})</source>
   <translation>Dem Schlüssel fehlt die Berechtigung {scope} (dies tun)</translation>
  </message>
  <message>
   <source>Your key may not upload (it lacks {scope})</source>
   <translation>Dem Schlüssel fehlt die Berechtigung {scope} (hochladen)</translation>
  </message>
  <message>
   <source>Your settings</source>
   <translation>Die Einstellungen</translation>
  </message>
  <message>
   <source>Your uploads are kept.</source>
   <translation>Die Uploads bleiben erhalten.</translation>
  </message>
  <message>
   <source>ZIP archive</source>
   <translation>ZIP-Archiv</translation>
  </message>
  <message>
   <source>a 3D model</source>
   <translation>ein 3D-Modell</translation>
  </message>
  <message>
   <source>a 7-Zip archive</source>
   <translation>ein 7-Zip-Archiv</translation>
  </message>
  <message>
   <source>a Blender scene</source>
   <translation>eine Blender-Szene</translation>
  </message>
  <message>
   <source>a CAD drawing</source>
   <translation>eine CAD-Zeichnung</translation>
  </message>
  <message>
   <source>a Figma document</source>
   <translation>ein Figma-Dokument</translation>
  </message>
  <message>
   <source>a Flash program</source>
   <translation>ein Flash-Programm</translation>
  </message>
  <message>
   <source>a JSON file</source>
   <translation>eine JSON-Datei</translation>
  </message>
  <message>
   <source>a Keynote presentation</source>
   <translation>eine Keynote-Präsentation</translation>
  </message>
  <message>
   <source>a MATLAB file</source>
   <translation>eine MATLAB-Datei</translation>
  </message>
  <message>
   <source>a Markdown text</source>
   <translation>ein Markdown-Text</translation>
  </message>
  <message>
   <source>a Numbers spreadsheet</source>
   <translation>eine Numbers-Tabelle</translation>
  </message>
  <message>
   <source>a PDF</source>
   <translation>ein PDF</translation>
  </message>
  <message>
   <source>a Pages document</source>
   <translation>ein Pages-Dokument</translation>
  </message>
  <message>
   <source>a PostScript document</source>
   <translation>ein PostScript-Dokument</translation>
  </message>
  <message>
   <source>a PowerPoint presentation</source>
   <translation>eine PowerPoint-Präsentation</translation>
  </message>
  <message>
   <source>a RAR archive</source>
   <translation>ein RAR-Archiv</translation>
  </message>
  <message>
   <source>a RealMedia recording</source>
   <translation>eine RealMedia-Aufnahme</translation>
  </message>
  <message>
   <source>a Sketch document</source>
   <translation>ein Sketch-Dokument</translation>
  </message>
  <message>
   <source>a Word document</source>
   <translation>ein Word-Dokument</translation>
  </message>
  <message>
   <source>a ZIP archive</source>
   <translation>ein ZIP-Archiv</translation>
  </message>
  <message>
   <source>a calendar entry</source>
   <translation>ein Kalendereintrag</translation>
  </message>
  <message>
   <source>a companion file of macOS without the picture itself</source>
   <translation>eine Begleitdatei von macOS ohne das Bild selbst</translation>
  </message>
  <message>
   <source>a compressed SVG</source>
   <translation>ein komprimiertes SVG</translation>
  </message>
  <message>
   <source>a compressed file</source>
   <translation>eine komprimierte Datei</translation>
  </message>
  <message>
   <source>a contact card</source>
   <translation>eine Visitenkarte</translation>
  </message>
  <message>
   <source>a database</source>
   <translation>eine Datenbank</translation>
  </message>
  <message>
   <source>a device</source>
   <translation>ein Gerät</translation>
  </message>
  <message>
   <source>a disk image</source>
   <translation>ein Datenträgerabbild</translation>
  </message>
  <message>
   <source>a download that has not ended</source>
   <translation>ein Download, der nicht zu Ende ist</translation>
  </message>
  <message>
   <source>a file of subtitles</source>
   <translation>eine Untertiteldatei</translation>
  </message>
  <message>
   <source>a file with a music tag in front ({format})</source>
   <translation>eine Datei mit einem Musik-Tag davor ({format})</translation>
  </message>
  <message>
   <source>a font</source>
   <translation>eine Schrift</translation>
  </message>
  <message>
   <source>a music project</source>
   <translation>ein Musikprojekt</translation>
  </message>
  <message>
   <source>a pipe</source>
   <translation>eine Pipe</translation>
  </message>
  <message>
   <source>a playlist</source>
   <translation>eine Wiedergabeliste</translation>
  </message>
  <message>
   <source>a presentation</source>
   <translation>eine Präsentation</translation>
  </message>
  <message>
   <source>a program</source>
   <translation>ein Programm</translation>
  </message>
  <message>
   <source>a report of the system without a size</source>
   <translation>eine Angabe des Systems ohne Größe</translation>
  </message>
  <message>
   <source>a rich text document</source>
   <translation>ein RTF-Dokument</translation>
  </message>
  <message>
   <source>a settings file</source>
   <translation>eine Einstellungsdatei</translation>
  </message>
  <message>
   <source>a shortcut</source>
   <translation>eine Verknüpfung</translation>
  </message>
  <message>
   <source>a socket</source>
   <translation>ein Socket</translation>
  </message>
  <message>
   <source>a spreadsheet</source>
   <translation>eine Tabelle</translation>
  </message>
  <message>
   <source>a table of text</source>
   <translation>eine Texttabelle</translation>
  </message>
  <message>
   <source>a text document</source>
   <translation>ein Textdokument</translation>
  </message>
  <message>
   <source>a text file</source>
   <translation>eine Textdatei</translation>
  </message>
  <message>
   <source>a video</source>
   <translation>ein Video</translation>
  </message>
  <message>
   <source>a video project without its clips</source>
   <translation>ein Videoprojekt ohne seine Clips</translation>
  </message>
  <message>
   <source>a web page</source>
   <translation>eine Webseite</translation>
  </message>
  <message>
   <source>an After Effects project</source>
   <translation>ein After-Effects-Projekt</translation>
  </message>
  <message>
   <source>an Excel workbook</source>
   <translation>eine Excel-Mappe</translation>
  </message>
  <message>
   <source>an Illustrator document</source>
   <translation>ein Illustrator-Dokument</translation>
  </message>
  <message>
   <source>an InDesign document</source>
   <translation>ein InDesign-Dokument</translation>
  </message>
  <message>
   <source>an MXF recording</source>
   <translation>eine MXF-Aufnahme</translation>
  </message>
  <message>
   <source>an XML file</source>
   <translation>eine XML-Datei</translation>
  </message>
  <message>
   <source>an archive</source>
   <translation>ein Archiv</translation>
  </message>
  <message>
   <source>an e-book</source>
   <translation>ein E-Book</translation>
  </message>
  <message>
   <source>an e-mail</source>
   <translation>eine E-Mail</translation>
  </message>
  <message>
   <source>an empty ZIP archive</source>
   <translation>ein leeres ZIP-Archiv</translation>
  </message>
  <message>
   <source>an image</source>
   <translation>ein Bild</translation>
  </message>
  <message>
   <source>an image to be sent as {kind}</source>
   <translation>ein Bild als {kind}</translation>
  </message>
  <message>
   <source>an old Office document</source>
   <translation>ein altes Office-Dokument</translation>
  </message>
  <message>
   <source>an unknown date</source>
   <translation>zu einem unbekannten Tag</translation>
  </message>
  <message>
   <source>an unnamed authority</source>
   <translation>einer ungenannten Stelle</translation>
  </message>
  <message>
   <source>archive</source>
   <translation>Archiv</translation>
  </message>
  <message>
   <source>audio</source>
   <translation>Audio</translation>
  </message>
  <message>
   <source>audio in AVI</source>
   <translation>Audio in AVI</translation>
  </message>
  <message>
   <source>audio in DV</source>
   <translation>Audio in DV</translation>
  </message>
  <message>
   <source>audio in Flash video</source>
   <translation>Audio in Flash-Video</translation>
  </message>
  <message>
   <source>audio in Motion JPEG 2000</source>
   <translation>Audio in Motion JPEG 2000</translation>
  </message>
  <message>
   <source>audio in an MPEG transport stream</source>
   <translation>Audio in einem MPEG-Transportstrom</translation>
  </message>
  <message>
   <source>calendar entry</source>
   <translation>Kalendereintrag</translation>
  </message>
  <message>
   <source>companion file of macOS without the picture itself</source>
   <translation>Begleitdatei von macOS ohne das Bild selbst</translation>
  </message>
  <message>
   <source>compressed SVG</source>
   <translation>komprimiertes SVG</translation>
  </message>
  <message>
   <source>compressed file</source>
   <translation>komprimierte Datei</translation>
  </message>
  <message>
   <source>contact card</source>
   <translation>Visitenkarte</translation>
  </message>
  <message>
   <source>cursor</source>
   <translation>Mauszeiger</translation>
  </message>
  <message>
   <source>database</source>
   <translation>Datenbank</translation>
  </message>
  <message>
   <source>device</source>
   <translation>Gerät</translation>
  </message>
  <message>
   <source>disk image</source>
   <translation>Datenträgerabbild</translation>
  </message>
  <message>
   <source>download that has not ended</source>
   <translation>Download, der nicht zu Ende ist</translation>
  </message>
  <message>
   <source>e-book</source>
   <translation>E-Book</translation>
  </message>
  <message>
   <source>e-mail</source>
   <translation>E-Mail</translation>
  </message>
  <message>
   <source>empty</source>
   <translation>leer</translation>
  </message>
  <message>
   <source>empty ZIP archive</source>
   <translation>leeres ZIP-Archiv</translation>
  </message>
  <message>
   <source>file</source>
   <translation>Die Datei</translation>
  </message>
  <message>
   <source>file of subtitles</source>
   <translation>Untertiteldatei</translation>
  </message>
  <message>
   <source>file with a music tag in front ({format})</source>
   <translation>Datei mit einem Musik-Tag davor ({format})</translation>
  </message>
  <message>
   <source>folder</source>
   <translation>Der Ordner</translation>
  </message>
  <message>
   <source>font</source>
   <translation>Schrift</translation>
  </message>
  <message>
   <source>http://proxy.example.com:3128</source>
   <translation>http://proxy.example.com:3128</translation>
  </message>
  <message>
   <source>icon</source>
   <translation>Symbol</translation>
  </message>
  <message>
   <source>image</source>
   <translation>Bild</translation>
  </message>
  <message>
   <source>image to be sent as {kind}</source>
   <translation>Bild als {kind}</translation>
  </message>
  <message>
   <source>images</source>
   <translation>Bilder</translation>
  </message>
  <message>
   <source>logo</source>
   <translation>Logo</translation>
  </message>
  <message>
   <source>logos</source>
   <translation>Logos</translation>
  </message>
  <message>
   <source>macOS icon</source>
   <translation>macOS-Symbol</translation>
  </message>
  <message>
   <source>music project</source>
   <translation>Musikprojekt</translation>
  </message>
  <message>
   <source>not named</source>
   <translation>nicht genannt</translation>
  </message>
  <message>
   <source>old Office document</source>
   <translation>altes Office-Dokument</translation>
  </message>
  <message>
   <source>other reasons</source>
   <translation>andere Gründe</translation>
  </message>
  <message>
   <source>pipe</source>
   <translation>Pipe</translation>
  </message>
  <message>
   <source>playlist</source>
   <translation>Wiedergabeliste</translation>
  </message>
  <message>
   <source>presentation</source>
   <translation>Präsentation</translation>
  </message>
  <message>
   <source>program</source>
   <translation>Programm</translation>
  </message>
  <message>
   <source>reference image</source>
   <translation>Referenzbild</translation>
  </message>
  <message>
   <source>reference images</source>
   <translation>Referenzbilder</translation>
  </message>
  <message>
   <source>report of the system without a size</source>
   <translation>Angabe des Systems ohne Größe</translation>
  </message>
  <message>
   <source>request {id}</source>
   <translation>Anfrage {id}</translation>
  </message>
  <message>
   <source>rich text document</source>
   <translation>RTF-Dokument</translation>
  </message>
  <message>
   <source>settings file</source>
   <translation>Einstellungsdatei</translation>
  </message>
  <message>
   <source>shortcut</source>
   <translation>Verknüpfung</translation>
  </message>
  <message>
   <source>socket</source>
   <translation>Socket</translation>
  </message>
  <message>
   <source>something of the system</source>
   <translation>etwas vom System</translation>
  </message>
  <message>
   <source>source text</source>
   <translation>Quelltext</translation>
  </message>
  <message>
   <source>spreadsheet</source>
   <translation>Tabelle</translation>
  </message>
  <message>
   <source>table of text</source>
   <translation>Texttabelle</translation>
  </message>
  <message>
   <source>text document</source>
   <translation>Textdokument</translation>
  </message>
  <message>
   <source>text file</source>
   <translation>Textdatei</translation>
  </message>
  <message>
   <source>the keyring did not give it back</source>
   <translation>der Schlüsselbund hat ihn nicht zurückgegeben</translation>
  </message>
  <message>
   <source>the keyring does not work</source>
   <translation>der Schlüsselbund funktioniert nicht</translation>
  </message>
  <message>
   <source>the keyring is locked</source>
   <translation>der Schlüsselbund ist gesperrt</translation>
  </message>
  <message>
   <source>the keyring of this computer is switched off</source>
   <translation>der Schlüsselbund dieses Computers ist ausgeschaltet</translation>
  </message>
  <message>
   <source>the keyring still holds it</source>
   <translation>der Schlüsselbund hat ihn noch</translation>
  </message>
  <message>
   <source>the only keyring found here keeps keys in plain files</source>
   <translation>der einzige Schlüsselbund hier legt Schlüssel in offenen Dateien ab</translation>
  </message>
  <message>
   <source>this computer has no keyring</source>
   <translation>dieser Computer hat keinen Schlüsselbund</translation>
  </message>
  <message>
   <source>this computer's keyring does not answer</source>
   <translation>der Schlüsselbund dieses Computers antwortet nicht</translation>
  </message>
  <message>
   <source>too large ({kinds} up to {most})</source>
   <translation>zu groß ({kinds} bis {most})</translation>
  </message>
  <message>
   <source>tracker music</source>
   <translation>Tracker-Musik</translation>
  </message>
  <message>
   <source>unknown date</source>
   <translation>unbekannter Tag</translation>
  </message>
  <message>
   <source>unnamed authority</source>
   <translation>ungenannte Stelle</translation>
  </message>
  <message>
   <source>video</source>
   <translation>Video</translation>
  </message>
  <message>
   <source>video project without its clips</source>
   <translation>Videoprojekt ohne seine Clips</translation>
  </message>
  <message>
   <source>videos</source>
   <translation>Videos</translation>
  </message>
  <message>
   <source>web page</source>
   <translation>Webseite</translation>
  </message>
  <message>
   <source>{host} asks to wait before more is fetched.</source>
   <translation>{host} bittet zu warten, bevor mehr geholt wird.</translation>
  </message>
  <message>
   <source>{host} did not send its whole answer within {seconds} s.</source>
   <translation>{host} hat seine Antwort nicht innerhalb von {seconds} s ganz gesendet.</translation>
  </message>
  <message>
   <source>{host} does not give it to programs without signing in (answer {status}).</source>
   <translation>{host} gibt es Programmen nicht ohne Anmeldung (Antwort {status}).</translation>
  </message>
  <message>
   <source>{host} gave something else than a file (answer {status}).</source>
   <translation>{host} hat etwas anderes als eine Datei geschickt (Antwort {status}).</translation>
  </message>
  <message>
   <source>{host} has a fault at the moment (answer {status}).</source>
   <translation>{host} hat gerade einen Fehler (Antwort {status}).</translation>
  </message>
  <message>
   <source>{host} has nothing at this address (any more).</source>
   <translation>{host} hat unter dieser Adresse nichts (mehr).</translation>
  </message>
  <message>
   <source>{host} is at {where}</source>
   <translation>{host} hat die Adresse {where}</translation>
  </message>
  <message>
   <source>{host} is on this computer or in its network: nothing is fetched there.</source>
   <translation>{host} liegt auf diesem Computer oder in seinem Netz: Dort wird nichts geholt.</translation>
  </message>
  <message>
   <source>{host} sends from one address to the next.</source>
   <translation>{host} schickt von einer Adresse zur nächsten.</translation>
  </message>
  <message>
   <source>{host} sends too slowly.</source>
   <translation>{host} sendet zu langsam.</translation>
  </message>
  <message>
   <source>{host} sent notices without end instead of an answer.</source>
   <translation>{host} hat statt einer Antwort Zwischenmeldungen ohne Ende gesendet.</translation>
  </message>
  <message>
   <source>{host} takes connections on port {port}</source>
   <translation>{host} nimmt auf Port {port} Verbindungen an</translation>
  </message>
  <message>
   <source>{host} took no connection.</source>
   <translation>{host} hat keine Verbindung angenommen.</translation>
  </message>
  <message>
   <source>{host} took no data for a minute.</source>
   <translation>{host} hat eine Minute lang keine Daten angenommen.</translation>
  </message>
  <message>
   <source>{host}, or the network on the way to it, cut the connection.</source>
   <translation>{host} oder das Netz auf dem Weg dorthin hat die Verbindung getrennt.</translation>
  </message>
  <message>
   <source>{host}, port {port}</source>
   <translation>{host}, Port {port}</translation>
  </message>
  <message>
   <source>{host}, where the last file went, takes connections on port {port}</source>
   <translation>{host}, wohin die letzte Datei ging, nimmt auf Port {port} Verbindungen an</translation>
  </message>
  <message>
   <source>{owner} are from a newer Layers Desktop</source>
   <translation>{owner} stammen von einem neueren Layers Desktop</translation>
  </message>
  <message>
   <source>{owner} could not all be read</source>
   <translation>{owner}: nicht alles zu lesen</translation>
  </message>
  <message>
   <source>{owner} could not be read</source>
   <translation>{owner}: nicht zu lesen</translation>
  </message>
  <message>
   <source>{owner} could not be saved</source>
   <translation>{owner}: nicht zu sichern</translation>
  </message>
  <message>
   <source>{proxy}, port {port}, lets connections to {host} through</source>
   <translation>{proxy}, Port {port}, lässt Verbindungen zu {host} durch</translation>
  </message>
  <message>
   <source>{source} is {proxy}, which is not an address of a proxy; it should look like {example}.</source>
   <translation>{source} ist {proxy}; das ist keine Adresse eines Proxys. Sie sollte aussehen wie {example}.</translation>
  </message>
  <message>
   <source>{source} names {proxy}, and this program can use http proxies, not SOCKS.</source>
   <translation>{source} nennt {proxy}; dieses Programm kann HTTP-Proxys benutzen, kein SOCKS.</translation>
  </message>
  <message>
   <source>{version}, certificate of {issuer}, valid until {day}</source>
   <translation>{version}, Zertifikat von {issuer}, gültig bis {day}</translation>
  </message>
  <message>
   <source>{version}, with a certificate that this computer trusts</source>
   <translation>{version}, mit einem Zertifikat, dem dieser Computer vertraut</translation>
  </message>
  <message>
   <source>“{file}” cannot be read</source>
   <translation>„{file}“ kann nicht gelesen werden</translation>
  </message>
  <message>
   <source>“{file}” could not be written</source>
   <translation>„{file}“ konnte nicht geschrieben werden</translation>
  </message>
  <message>
   <source>“{file}” is no longer there</source>
   <translation>„{file}“ ist nicht mehr da</translation>
  </message>
  <message>
   <source>“{file}” is still being written</source>
   <translation>„{file}“ wird noch geschrieben</translation>
  </message>
  <message>
   <source>“{file}” is uploaded as {asset_id}</source>
   <translation>„{file}“ ist hochgeladen als {asset_id}</translation>
  </message>
  <message>
   <source>“{file}” may be at Layers already</source>
   <translation>„{file}“ ist vielleicht schon bei Layers</translation>
  </message>
  <message>
   <source>“{file}” was changed while it was being sent</source>
   <translation>„{file}“ wurde während des Sendens geändert</translation>
  </message>
  <message>
   <source>“{other}” has this id already, and holds something else.</source>
   <translation>„{other}“ hat diese ID schon und enthält etwas anderes.</translation>
  </message>
 </context>
 <context>
  <name>prompt</name>
  <message>
   <source>%1 and %2 more</source>
   <translation>%1 und %2 weitere</translation>
  </message>
  <message numerus="yes">
   <source>%1 and %n other sites</source>
   <translation>
    <numerusform>%1 und %n weitere Seite</numerusform>
    <numerusform>%1 und %n weitere Seiten</numerusform>
   </translation>
  </message>
  <message>
   <source>%1 and 1 other site</source>
   <translation>%1 und 1 weitere Seite</translation>
  </message>
  <message>
   <source>%1 empty</source>
   <translation>%1 leer</translation>
  </message>
  <message>
   <source>%1 more after this</source>
   <translation>danach noch %1</translation>
  </message>
  <message>
   <source>%1 over %2</source>
   <translation>%1 über %2</translation>
  </message>
  <message>
   <source>%1 unreadable</source>
   <translation>%1 nicht lesbar</translation>
  </message>
  <message>
   <source>%1: %2</source>
   <translation>%1: %2</translation>
  </message>
  <message>
   <source>%1; the original is at %2</source>
   <translation>%1; das Original liegt bei %2</translation>
  </message>
  <message numerus="yes">
   <source>%n documents</source>
   <translation>
    <numerusform>%n Dokument</numerusform>
    <numerusform>%n Dokumente</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n files</source>
   <translation>
    <numerusform>%n Datei</numerusform>
    <numerusform>%n Dateien</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n links to %1</source>
   <translation>
    <numerusform>%n Link zu %1</numerusform>
    <numerusform>%n Links zu %1</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n links to images at %1</source>
   <translation>
    <numerusform>%n Link zu einem Bild bei %1</numerusform>
    <numerusform>%n Links zu Bildern bei %1</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n other files</source>
   <translation>
    <numerusform>%n andere Datei</numerusform>
    <numerusform>%n andere Dateien</numerusform>
   </translation>
  </message>
  <message>
   <source>1 document</source>
   <translation>1 Dokument</translation>
  </message>
  <message>
   <source>1 file</source>
   <translation>1 Datei</translation>
  </message>
  <message>
   <source>1 other file</source>
   <translation>1 andere Datei</translation>
  </message>
  <message>
   <source>A copy as %1</source>
   <translation>Eine Kopie als %1</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Cells from a spreadsheet</source>
   <translation>Zellen aus einer Tabelle</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>Counting files …</source>
   <translation>Dateien werden gezählt …</translation>
  </message>
  <message>
   <source>Discard</source>
   <translation>Verwerfen</translation>
  </message>
  <message>
   <source>Dropped picture</source>
   <translation>Abgelegtes Bild</translation>
  </message>
  <message>
   <source>Fetch and upload</source>
   <translation>Holen und hochladen</translation>
  </message>
  <message>
   <source>Fetching %1 from %2</source>
   <translation>%1 wird von %2 geholt</translation>
  </message>
  <message>
   <source>Formatted text</source>
   <translation>Formatierter Text</translation>
  </message>
  <message>
   <source>Image</source>
   <translation>Bild</translation>
  </message>
  <message>
   <source>Link to %1</source>
   <translation>Link zu %1</translation>
  </message>
  <message>
   <source>Link to an image at %1</source>
   <translation>Link zu einem Bild bei %1</translation>
  </message>
  <message>
   <source>Logo</source>
   <translation>Logo</translation>
  </message>
  <message>
   <source>More than %1 files. Drop a smaller folder</source>
   <translation>Mehr als %1 Dateien. Einen kleineren Ordner ablegen</translation>
  </message>
  <message>
   <source>Nothing here can be uploaded</source>
   <translation>Nichts davon lässt sich hochladen</translation>
  </message>
  <message>
   <source>Part of a document</source>
   <translation>Teil eines Dokuments</translation>
  </message>
  <message>
   <source>Pasted picture</source>
   <translation>Eingefügtes Bild</translation>
  </message>
  <message>
   <source>Picture from %1</source>
   <translation>Bild von %1</translation>
  </message>
  <message>
   <source>Picture from a page</source>
   <translation>Bild von einer Seite</translation>
  </message>
  <message>
   <source>Picture not sent yet</source>
   <translation>Noch nicht gesendetes Bild</translation>
  </message>
  <message>
   <source>Reference</source>
   <translation>Referenz</translation>
  </message>
  <message>
   <source>Send as</source>
   <translation>Senden als</translation>
  </message>
  <message>
   <source>Send images as</source>
   <translation>Bilder senden als</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>The original, %1</source>
   <translation>Das Original, %1</translation>
  </message>
  <message>
   <source>There are no files in it</source>
   <translation>Darin sind keine Dateien</translation>
  </message>
  <message>
   <source>To %1</source>
   <translation>In das Projekt %1</translation>
  </message>
  <message>
   <source>Upload</source>
   <translation>Hochladen</translation>
  </message>
  <message numerus="yes">
   <source>Upload %n files</source>
   <translation>
    <numerusform>%n Datei hochladen</numerusform>
    <numerusform>%n Dateien hochladen</numerusform>
   </translation>
  </message>
  <message>
   <source>Upload 1 file</source>
   <translation>1 Datei hochladen</translation>
  </message>
  <message>
   <source>Upload as a picture? %1</source>
   <translation>Als Bild hochladen? %1</translation>
  </message>
  <message>
   <source>Upload as picture</source>
   <translation>Als Bild hochladen</translation>
  </message>
  <message>
   <source>Waits until you choose a project</source>
   <translation>Wartet, bis ein Projekt gewählt ist</translation>
  </message>
  <message>
   <source>about %1 at %2 a minute</source>
   <translation>etwa %1 bei %2 je Minute</translation>
  </message>
 </context>
 <context>
  <name>restored</name>
  <message numerus="yes">
   <source>%n uploads from last time are paused.</source>
   <translation>
    <numerusform>%n Upload vom letzten Mal ist angehalten.</numerusform>
    <numerusform>%n Uploads vom letzten Mal sind angehalten.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n uploads from last time go on.</source>
   <translation>
    <numerusform>%n Upload vom letzten Mal geht weiter.</numerusform>
    <numerusform>%n Uploads vom letzten Mal gehen weiter.</numerusform>
   </translation>
  </message>
  <message>
   <source>1 upload from last time goes on.</source>
   <translation>1 Upload vom letzten Mal geht weiter.</translation>
  </message>
  <message>
   <source>1 upload from last time is paused.</source>
   <translation>1 Upload vom letzten Mal ist angehalten.</translation>
  </message>
  <message>
   <source>Layers Desktop did not end properly last time; nothing is lost.</source>
   <translation>Layers Desktop wurde letztes Mal nicht richtig beendet; nichts ist verloren.</translation>
  </message>
  <message>
   <source>Pause all</source>
   <translation>Alle anhalten</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>Anzeigen</translation>
  </message>
 </context>
 <context>
  <name>transfer_list</name>
  <message>
   <source>%1 is back</source>
   <translation>%1 ist wieder da</translation>
  </message>
  <message>
   <source>%1 removed</source>
   <translation>%1 entfernt</translation>
  </message>
  <message numerus="yes">
   <source>%n uploads are back</source>
   <translation>
    <numerusform>%n Upload ist wieder da</numerusform>
    <numerusform>%n Uploads sind wieder da</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n uploads found</source>
   <translation>
    <numerusform>%n Upload gefunden</numerusform>
    <numerusform>%n Uploads gefunden</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n uploads removed</source>
   <translation>
    <numerusform>%n Upload entfernt</numerusform>
    <numerusform>%n Uploads entfernt</numerusform>
   </translation>
  </message>
  <message>
   <source>(%1 of %2)</source>
   <translation>(%1 von %2)</translation>
  </message>
  <message>
   <source>1 upload found</source>
   <translation>1 Upload gefunden</translation>
  </message>
  <message>
   <source>Active</source>
   <translation>Aktiv</translation>
  </message>
  <message>
   <source>Again in %1</source>
   <translation>Wieder in %1</translation>
  </message>
  <message>
   <source>All</source>
   <translation>Alle</translation>
  </message>
  <message>
   <source>Already in this project as %1</source>
   <translation>Schon in diesem Projekt als %1</translation>
  </message>
  <message>
   <source>Audio</source>
   <translation>Audio</translation>
  </message>
  <message numerus="yes">
   <source>Cancel %n uploads</source>
   <translation>
    <numerusform>%n Upload abbrechen</numerusform>
    <numerusform>%n Uploads abbrechen</numerusform>
   </translation>
  </message>
  <message>
   <source>Cancel upload</source>
   <translation>Upload abbrechen</translation>
  </message>
  <message>
   <source>Cancelled</source>
   <translation>Abgebrochen</translation>
  </message>
  <message>
   <source>Copy</source>
   <translation>Kopieren</translation>
  </message>
  <message numerus="yes">
   <source>Copy %n</source>
   <translation>
    <numerusform>%n kopieren</numerusform>
    <numerusform>%n kopieren</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Copy %n IDs</source>
   <translation>
    <numerusform>%n ID kopieren</numerusform>
    <numerusform>%n IDs kopieren</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Copy %n as</source>
   <translation>
    <numerusform>%n kopieren als</numerusform>
    <numerusform>%n kopieren als</numerusform>
   </translation>
  </message>
  <message>
   <source>Copy ID</source>
   <translation>ID kopieren</translation>
  </message>
  <message>
   <source>Copy as</source>
   <translation>Kopieren als</translation>
  </message>
  <message>
   <source>Copy request ID</source>
   <translation>Anfrage-ID kopieren</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Fertig</translation>
  </message>
  <message numerus="yes">
   <source>Export %n assets…</source>
   <translation>
    <numerusform>%n Asset exportieren …</numerusform>
    <numerusform>%n Assets exportieren …</numerusform>
   </translation>
  </message>
  <message>
   <source>Export…</source>
   <translation>Exportieren …</translation>
  </message>
  <message>
   <source>Finishing</source>
   <translation>Wird abgeschlossen</translation>
  </message>
  <message>
   <source>Image</source>
   <translation>Bild</translation>
  </message>
  <message>
   <source>Images that Layers rejected are left out: choose another kind</source>
   <translation>Von Layers abgelehnte Bilder bleiben weg: eine andere Art wählen</translation>
  </message>
  <message>
   <source>Kind</source>
   <translation>Art</translation>
  </message>
  <message numerus="yes">
   <source>Kind of %n images</source>
   <translation>
    <numerusform>Art von %n Bild</numerusform>
    <numerusform>Art von %n Bildern</numerusform>
   </translation>
  </message>
  <message>
   <source>Logo</source>
   <translation>Logo</translation>
  </message>
  <message>
   <source>More</source>
   <translation>Mehr</translation>
  </message>
  <message>
   <source>Needs you</source>
   <translation>Braucht Hilfe</translation>
  </message>
  <message>
   <source>Next, in %1</source>
   <translation>Als Nächstes, in %1</translation>
  </message>
  <message>
   <source>No upload matches “%1”</source>
   <translation>Kein Upload passt zu „%1“</translation>
  </message>
  <message>
   <source>No upload under “%1” matches “%2”</source>
   <translation>Kein Upload unter „%1“ passt zu „%2“</translation>
  </message>
  <message>
   <source>Not sent</source>
   <translation>Nicht gesendet</translation>
  </message>
  <message>
   <source>Not sent: %1</source>
   <translation>Nicht gesendet: %1</translation>
  </message>
  <message>
   <source>Nothing is done yet.</source>
   <translation>Noch ist nichts fertig.</translation>
  </message>
  <message>
   <source>Nothing is on its way.</source>
   <translation>Nichts ist unterwegs.</translation>
  </message>
  <message>
   <source>Nothing needs you.</source>
   <translation>Nichts braucht Hilfe.</translation>
  </message>
  <message>
   <source>Nothing to retry: nothing has failed</source>
   <translation>Nichts zu wiederholen: nichts ist fehlgeschlagen</translation>
  </message>
  <message>
   <source>Nothing to retry: what is selected has not failed</source>
   <translation>Nichts zu wiederholen: Was ausgewählt ist, ist nicht fehlgeschlagen</translation>
  </message>
  <message>
   <source>Only rows that say “Already in this project” have this choice</source>
   <translation>Diese Wahl haben nur Zeilen mit „Schon in diesem Projekt“</translation>
  </message>
  <message>
   <source>Open file</source>
   <translation>Datei öffnen</translation>
  </message>
  <message>
   <source>Pause</source>
   <translation>Anhalten</translation>
  </message>
  <message numerus="yes">
   <source>Pause %n uploads</source>
   <translation>
    <numerusform>%n Upload anhalten</numerusform>
    <numerusform>%n Uploads anhalten</numerusform>
   </translation>
  </message>
  <message>
   <source>Paused</source>
   <translation>Angehalten</translation>
  </message>
  <message>
   <source>Paused (a paused file starts again from 0 %)</source>
   <translation>Angehalten (die Datei beginnt wieder bei 0 %)</translation>
  </message>
  <message>
   <source>Paused before finishing (all of it is sent)</source>
   <translation>Angehalten vor dem Abschließen (alles ist gesendet)</translation>
  </message>
  <message>
   <source>Paused before sending</source>
   <translation>Angehalten vor dem Senden</translation>
  </message>
  <message>
   <source>Paused while preparing</source>
   <translation>Angehalten beim Vorbereiten</translation>
  </message>
  <message>
   <source>Preparing</source>
   <translation>Wird vorbereitet</translation>
  </message>
  <message>
   <source>Project: %1</source>
   <translation>Projekt: %1</translation>
  </message>
  <message>
   <source>Reference image</source>
   <translation>Referenzbild</translation>
  </message>
  <message numerus="yes">
   <source>Remove %n from list</source>
   <translation>
    <numerusform>%n aus der Liste entfernen</numerusform>
    <numerusform>%n aus der Liste entfernen</numerusform>
   </translation>
  </message>
  <message>
   <source>Remove from list</source>
   <translation>Aus der Liste entfernen</translation>
  </message>
  <message>
   <source>Resume</source>
   <translation>Fortsetzen</translation>
  </message>
  <message numerus="yes">
   <source>Resume %n uploads</source>
   <translation>
    <numerusform>%n Upload fortsetzen</numerusform>
    <numerusform>%n Uploads fortsetzen</numerusform>
   </translation>
  </message>
  <message>
   <source>Retry</source>
   <translation>Wiederholen</translation>
  </message>
  <message numerus="yes">
   <source>Retry %n uploads</source>
   <translation>
    <numerusform>%n Upload wiederholen</numerusform>
    <numerusform>%n Uploads wiederholen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Retry %n uploads now</source>
   <translation>
    <numerusform>%n Upload jetzt wiederholen</numerusform>
    <numerusform>%n Uploads jetzt wiederholen</numerusform>
   </translation>
  </message>
  <message>
   <source>Retry now</source>
   <translation>Jetzt wiederholen</translation>
  </message>
  <message>
   <source>Select a row of the list first</source>
   <translation>Bitte zuerst eine Zeile der Liste auswählen</translation>
  </message>
  <message numerus="yes">
   <source>Show %n files in folder</source>
   <translation>
    <numerusform>%n Datei im Ordner zeigen</numerusform>
    <numerusform>%n Dateien im Ordner zeigen</numerusform>
   </translation>
  </message>
  <message>
   <source>Show in folder</source>
   <translation>Im Ordner zeigen</translation>
  </message>
  <message>
   <source>Show problem…</source>
   <translation>Problem anzeigen …</translation>
  </message>
  <message>
   <source>The last try failed</source>
   <translation>Der letzte Versuch ist gescheitert</translation>
  </message>
  <message>
   <source>The upload failed.</source>
   <translation>Der Upload ist gescheitert.</translation>
  </message>
  <message>
   <source>Trying again</source>
   <translation>Neuer Versuch</translation>
  </message>
  <message numerus="yes">
   <source>Upload %n files again</source>
   <translation>
    <numerusform>%n Datei neu hochladen</numerusform>
    <numerusform>%n Dateien neu hochladen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Upload %n images again as</source>
   <translation>
    <numerusform>%n Bild neu hochladen als</numerusform>
    <numerusform>%n Bilder neu hochladen als</numerusform>
   </translation>
  </message>
  <message>
   <source>Upload again</source>
   <translation>Neu hochladen</translation>
  </message>
  <message>
   <source>Upload again as</source>
   <translation>Neu hochladen als</translation>
  </message>
  <message>
   <source>Uploading</source>
   <translation>Wird hochgeladen</translation>
  </message>
  <message>
   <source>Use that ID</source>
   <translation>Diese ID nehmen</translation>
  </message>
  <message numerus="yes">
   <source>Use those %n IDs</source>
   <translation>
    <numerusform>%n ID nehmen</numerusform>
    <numerusform>Diese %n IDs nehmen</numerusform>
   </translation>
  </message>
  <message>
   <source>Video</source>
   <translation>Video</translation>
  </message>
  <message>
   <source>Waiting</source>
   <translation>Wartet</translation>
  </message>
  <message>
   <source>Waiting for Layers</source>
   <translation>Wartet auf Layers</translation>
  </message>
  <message>
   <source>Waiting for Layers for %1</source>
   <translation>Wartet seit %1 auf Layers</translation>
  </message>
  <message>
   <source>Waiting for a key</source>
   <translation>Warten auf einen Schlüssel</translation>
  </message>
  <message>
   <source>Waiting for a project</source>
   <translation>Warten auf ein Projekt</translation>
  </message>
  <message>
   <source>Waiting for another upload of the same file</source>
   <translation>Warten auf einen anderen Upload derselben Datei</translation>
  </message>
  <message>
   <source>Waiting until the file is finished</source>
   <translation>Wartet, bis die Datei fertig ist</translation>
  </message>
  <message>
   <source>Waiting: Layers suspended this key or organization</source>
   <translation>Wartet: Layers hat diesen Schlüssel oder diese Organisation gesperrt</translation>
  </message>
  <message>
   <source>What is being finished at Layers can be neither paused nor cancelled</source>
   <translation>Was bei Layers gerade abgeschlossen wird, lässt sich weder anhalten noch abbrechen</translation>
  </message>
  <message>
   <source>What is selected has no button</source>
   <translation>Was ausgewählt ist, hat keinen Knopf</translation>
  </message>
  <message>
   <source>What is selected is not on its way, so it cannot be paused</source>
   <translation>Was ausgewählt ist, ist nicht unterwegs und lässt sich nicht anhalten</translation>
  </message>
  <message>
   <source>What may be at Layers already is left out: retry each by itself</source>
   <translation>Was vielleicht schon bei Layers ist, bleibt weg: einzeln wiederholen</translation>
  </message>
  <message>
   <source>done, asset %1</source>
   <translation>fertig, Asset %1</translation>
  </message>
  <message>
   <source>uploading</source>
   <translation>wird hochgeladen</translation>
  </message>
  <message>
   <source>use that ID or upload again</source>
   <translation>diese ID nehmen oder neu hochladen</translation>
  </message>
  <message>
   <source>was already in this project</source>
   <translation>war schon in diesem Projekt</translation>
  </message>
 </context>
</TS>
